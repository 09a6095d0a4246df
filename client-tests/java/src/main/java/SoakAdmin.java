import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Does the soak's admin commands, one at a time, and answers each with "done" or "failed". */
final class SoakAdmin implements AutoCloseable {
  private final Admin admin = Admin.create(Soak.CONFIG);

  void obey(String command, String[] words) {
    try {
      switch (command) {
        case "create" -> create(words[0], Integer.parseInt(words[1]), configs(words, 2));
        case "grow" -> admin.createPartitions(Map.of(words[0], NewPartitions.increaseTo(Integer.parseInt(words[1])))).all().get();
        case "alter" -> alter(words[0], configs(words, 1));
        case "delete" -> admin.deleteTopics(List.of(words)).all().get();
        case "delete-group" -> deleteGroups(List.of(words));
        case "trim" -> trim(words[0]);
        case "starts" -> tellStarts(words[0]);
        default -> throw new IllegalArgumentException(command);
      }
      Soak.say("done", command, String.join(" ", words));
    } catch (Exception error) {
      Soak.say("failed", command, String.join(" ", words), Soak.name(error));
    }
  }

  /** The coordinator itself removes an empty group without committed offsets: one may be gone already. */
  private void deleteGroups(List<String> groups) throws Exception {
    for (Future<Void> deleted : admin.deleteConsumerGroups(groups).deletedGroups().values()) {
      try {
        deleted.get();
      } catch (ExecutionException error) {
        if (!(error.getCause() instanceof GroupIdNotFoundException)) throw error;
      }
    }
  }

  private static Map<String, String> configs(String[] words, int from) {
    Map<String, String> configs = new HashMap<>();
    for (int i = from; i < words.length; i++) configs.put(words[i].split("=")[0], words[i].split("=")[1]);
    return configs;
  }

  private void create(String topic, int partitions, Map<String, String> configs) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configs))).all().get();
  }

  private void alter(String topic, Map<String, String> configs) throws Exception {
    Collection<AlterConfigOp> ops = new ArrayList<>();
    configs.forEach((name, value) -> ops.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
    admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), ops)).all().get();
  }

  private Map<TopicPartition, Long> places(String topic, OffsetSpec what) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()
        .forEach(it -> asked.put(new TopicPartition(topic, it.partition()), what));
    Map<TopicPartition, Long> places = new HashMap<>();
    admin.listOffsets(asked).all().get().forEach((it, told) -> places.put(it, told.offset()));
    return places;
  }

  /** Deletes the older half of the records of each partition. */
  private void trim(String topic) throws Exception {
    Map<TopicPartition, Long> starts = places(topic, OffsetSpec.earliest());
    Map<TopicPartition, RecordsToDelete> doomed = new HashMap<>();
    places(topic, OffsetSpec.latest()).forEach((it, end) -> doomed.put(it, RecordsToDelete.beforeOffset((starts.get(it) + end) / 2)));
    admin.deleteRecords(doomed).all().get();
  }

  private void tellStarts(String topic) throws Exception {
    places(topic, OffsetSpec.earliest()).forEach((it, start) -> Soak.say("start", topic, it.partition(), start));
  }

  @Override
  public void close() {
    admin.close();
  }
}
