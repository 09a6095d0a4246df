import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a consumer continues: after a commit, and after its offset has expired. */
class OffsetsTest {
  private Dogear kafka;

  @BeforeEach
  void start() throws Exception {
    // The offsets of a group without members are kept for a day, on a clock that only the test moves.
    kafka = new Dogear("--clock", "manual", "--topic", "orders:1", "-c", "offsets.retention.minutes=1440");
    kafka.call("topics/produce",
        "{'topic':'orders', 'records':[{'value':'soup'}, {'value':'bread'}, {'value':'coffee'}]}");
  }

  @AfterEach
  void stop() {
    kafka.close();
  }

  private KafkaConsumer<String, String> newConsumer() {
    var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "kitchen",
        "auto.offset.reset", "earliest", "enable.auto.commit", "false", "max.poll.records", "1");
    var text = new StringDeserializer();
    var consumer = new KafkaConsumer<>(settings, text, text);
    consumer.subscribe(List.of("orders"));
    return consumer;
  }

  private static String next(KafkaConsumer<String, String> consumer) {
    var values = new ArrayList<String>();
    consumer.poll(Duration.ofSeconds(10)).forEach(record -> values.add(record.value()));
    assertEquals(1, values.size(), "records that have come");
    return values.get(0);
  }

  private void readTwoAndCommit() {
    try (var consumer = newConsumer()) {
      assertEquals("soup", next(consumer));
      assertEquals("bread", next(consumer));
      consumer.commitSync();
    }
  }

  @Test
  void theNextConsumerContinuesWhereTheLastOneCommitted() {
    readTwoAndCommit();
    try (var consumer = newConsumer()) {
      assertEquals("coffee", next(consumer));
    }
  }

  @Test
  void anOffsetExpiresAndTheGroupBeginsAgain() throws Exception {
    readTwoAndCommit();
    kafka.call("clock/advance", "{'by':'25h'}");
    try (var consumer = newConsumer()) {
      assertEquals("soup", next(consumer));
    }
  }

  @Test
  void whatIsWrongIsToldByItsName() {
    var refused = assertThrows(
        IOException.class, () -> kafka.call("topics/create", "{'name':'orders', 'partitions':0}"));
    assertTrue(refused.getMessage().contains("\"field\":\"partitions\""), refused.getMessage());
  }
}
