import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The soak's clients of kafka-clients: many in one process, each with a thread of its own; also its administrator.
 *
 * <p>Commands and lines are those of client-tests/soak/README.md, words separated by tabs.
 */
public final class Soak {
  static final Map<String, Object> CONFIG = Map.of(
      "bootstrap.servers", System.getenv("BOOTSTRAP"),
      "metadata.max.age.ms", 2000);

  private static final Map<String, SoakClient> clients = new ConcurrentHashMap<>();

  public static void main(String[] args) throws Exception {
    try (SoakAdmin admin = new SoakAdmin();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in))) {
      for (String command; (command = commands.readLine()) != null; ) obey(admin, command.split("\t"));
    }
    System.exit(0);
  }

  private static void obey(SoakAdmin admin, String[] words) {
    switch (words[0]) {
      case "produce" -> begin(new SoakProducer(words[1], words[2], Integer.parseInt(words[3])));
      case "join" -> begin(new SoakMember(words[1], words[2], words[3]));
      case "leave" -> clients.remove(words[1]).leaving = true;
      default -> admin.obey(words[0], Arrays.copyOfRange(words, 1, words.length));
    }
  }

  private static void begin(SoakClient client) {
    clients.put(client.id, client);
    say("up", client.id);
    new Thread(client, client.id).start();
  }

  static synchronized void say(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) line.append(line.isEmpty() ? "" : "\t").append(String.valueOf(word).replace('\t', ' ').replace('\n', ' '));
    System.out.println(line);
  }

  /** Kafka's word for an error. */
  static String name(Throwable error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    String told = org.apache.kafka.common.protocol.Errors.forException(cause).name();
    return told.equals("UNKNOWN_SERVER_ERROR") ? cause.toString() : told;
  }
}

/** A producer or a member, until it is told to leave. */
abstract class SoakClient implements Runnable {
  final String id;
  volatile boolean leaving = false;

  SoakClient(String id) {
    this.id = id;
  }

  abstract void serve() throws Exception;

  abstract void close();

  @Override
  public void run() {
    try {
      while (!leaving) serve();
      close();
    } catch (Exception error) {
      Soak.say("error", id, "ended", Soak.name(error), error);
    }
    Soak.say("down", id);
  }
}
