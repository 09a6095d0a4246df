import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A Kafka-compatible broker as a process, on free ports; it ends with this object, or with ours. */
final class Dogear implements AutoCloseable {
  private final Process process;
  private final String readyLine;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Options are those of the command line: {@code new Dogear("--clock", "manual")}. */
  Dogear(String... options) throws IOException {
    var program = System.getenv().getOrDefault("DOGEAR", "dogear");
    var command =
        new ArrayList<>(List.of(program, "--listen", "127.0.0.1:0", "--exit-with-parent", "--log-level", "warn"));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // The only line that it ever prints, as soon as clients can connect.
    readyLine = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
    if (readyLine == null) throw new IOException("dogear has not started");
  }

  String bootstrapServers() {
    return ready("bootstrap");
  }

  /** Runs a control verb: {@code call("clock/advance", "{'by':'45s'}")}, with ' for ". */
  String call(String verb, String request) throws IOException, InterruptedException {
    var body = BodyPublishers.ofString(request.replace('\'', '"'));
    var address = URI.create(ready("control") + "/v1/" + verb);
    var answer = http.send(HttpRequest.newBuilder(address).POST(body).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) throw new IOException(answer.body());
    return answer.body();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private String ready(String member) {
    var found = Pattern.compile("\"" + member + "\":\"([^\"]*)\"").matcher(readyLine);
    if (!found.find()) throw new IllegalStateException(readyLine);
    return found.group(1);
  }
}
