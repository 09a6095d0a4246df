import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A member of a group that reads when told to, and tells what it reads. */
final class Member implements ConsumerRebalanceListener {
  private final KafkaConsumer<String, String> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>(); // as told
  private boolean reading = false; // otherwise its partitions are paused
  private long budget; // records until it holds again

  Member(String group, List<String> topics, String reset, boolean commitsByTimer) {
    consumer = new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", System.getenv("BOOTSTRAP"),
            "group.id", group,
            "session.timeout.ms", 6000,
            "heartbeat.interval.ms", 500,
            "auto.offset.reset", reset,
            "enable.auto.commit", commitsByTimer,
            "auto.commit.interval.ms", 100,
            "max.partition.fetch.bytes", 65536), // a little of every partition at a time
        new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(topics, this);
  }

  void go(long count) {
    budget = count;
    reading = true;
    consumer.resume(consumer.assignment());
  }

  private void hold() {
    reading = false;
    consumer.pause(consumer.assignment());
    Actor.say("held");
  }

  void commit() {
    consumer.commitSync();
  }

  void close() {
    consumer.close();
  }

  void poll() {
    for (ConsumerRecord<String, String> r : consumer.poll(Duration.ofMillis(50))) {
      Actor.add("record", r.topic(), r.partition(), r.offset(), r.timestamp(), r.key() == null ? "" : r.key(), r.value());
      budget--;
    }
    Actor.flush();
    if (!reading) return;
    if (budget <= 0) {
      hold();
    } else {
      tellEnds();
    }
  }

  private void tellEnds() {
    for (TopicPartition partition : consumer.assignment()) {
      if (consumer.currentLag(partition).orElse(-1) != 0) continue;
      long end = consumer.position(partition);
      Long told = ends.put(partition, end);
      if (told == null || told != end) Actor.say("at-end", name(partition), end);
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> fresh) {
    if (!reading) consumer.pause(fresh);
    tellAssignment();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> gone) {
    ends.clear();
    Actor.say("assigned");
  }

  private void tellAssignment() {
    Actor.say("assigned", consumer.assignment().stream().map(Member::name).toArray());
  }

  private static String name(TopicPartition partition) {
    return partition.topic() + ":" + partition.partition();
  }
}
