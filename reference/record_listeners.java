// Records which configs of listeners Apache Kafka would start with:
//   java -cp 'KAFKA/libs/*' record_listeners.java tests/server/listener_answers.txt
// A line `? NAME=VALUE; NAME=VALUE` of the file has configs, the line after it Kafka's verdict:
// `= fine`, or why it refuses them. The verdicts are written anew, all other lines stay.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Properties;

public class record_listeners {
  public static void main(String[] args) throws Exception {
    var file = Path.of(args[0]);
    var lines = new ArrayList<String>();
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith("= ")) continue;
      lines.add(line);
      if (line.startsWith("? ")) lines.add("= " + answer(line.substring(2)));
    }
    Files.write(file, lines);
  }

  private static String answer(String question) {
    var properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@localhost:9093");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listeners", "PLAINTEXT://:9092,CONTROLLER://:9093");
    for (var setting : question.split("; ")) {
      var equals = setting.indexOf('=');
      properties.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    try {
      kafka.server.KafkaConfig.fromProps(properties);
      return "fine";
    } catch (RuntimeException refusal) {
      return refusal.getMessage();
    }
  }
}
