import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Tells what it reads, commits it, and tells what was committed, in this order. */
final class SoakMember extends SoakClient implements ConsumerRebalanceListener {
  private static final long COMMIT_MS = 1000;

  private final KafkaConsumer<String, String> consumer;
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
  private int ordinal = 0; // how often partitions were assigned
  private long due = 0;

  SoakMember(String id, String topic, String group) {
    super(id);
    Map<String, Object> config = new HashMap<>(Soak.CONFIG);
    config.put("client.id", id);
    config.put("group.id", group);
    config.put("session.timeout.ms", 10000);
    config.put("heartbeat.interval.ms", 1000);
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    config.put("fetch.max.wait.ms", 1000);
    config.put("partition.assignment.strategy", RangeAssignor.class.getName());
    consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(topic), this);
  }

  @Override
  void serve() {
    for (ConsumerRecord<String, String> it : consumer.poll(Duration.ofMillis(500))) {
      Soak.say("read", id, ordinal, it.topic(), it.partition(), it.offset(), it.value());
      uncommitted.put(new TopicPartition(it.topic(), it.partition()), new OffsetAndMetadata(it.offset() + 1));
    }
    if (System.currentTimeMillis() < due) return;
    due = System.currentTimeMillis() + COMMIT_MS;
    commit();
  }

  private void commit() {
    if (uncommitted.isEmpty()) return;
    Map<TopicPartition, OffsetAndMetadata> places = Map.copyOf(uncommitted);
    uncommitted.clear();
    try {
      consumer.commitSync(places);
      places.forEach((it, place) -> Soak.say("committed", id, ordinal, it.topic(), it.partition(), place.offset()));
    } catch (KafkaException error) {
      Soak.say("refused", id, ordinal, Soak.name(error));
    }
  }

  @Override
  void close() {
    commit();
    consumer.close(Duration.ofMinutes(1));
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    Soak.say("assigned", id, ++ordinal, partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commit();
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    uncommitted.clear();
    Soak.say("lost", id, ordinal);
  }
}
