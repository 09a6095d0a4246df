import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Numbers its records and tells which were acknowledged. */
final class SoakProducer extends SoakClient {
  private static final int PAUSE_MS = 500;

  private final KafkaProducer<String, String> producer;
  private final String topic;
  private final int keys; // 0: records have no key
  private long next = 0;

  SoakProducer(String id, String topic, int keys) {
    super(id);
    this.topic = topic;
    this.keys = keys;
    Map<String, Object> config = new HashMap<>(Soak.CONFIG);
    config.put("client.id", id);
    config.put("buffer.memory", 1 << 20);
    config.put("max.block.ms", 120000);
    producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  @Override
  void serve() throws Exception {
    long number = next++;
    String key = keys > 0 ? id + "-" + number % keys : null;
    producer.send(new ProducerRecord<>(topic, key, id + ":" + number), (where, error) -> {
      if (error != null) Soak.say("unsure", id, number, Soak.name(error));
      else Soak.say("acked", id, where.topic(), where.partition(), where.offset(), number);
    });
    Thread.sleep(PAUSE_MS);
  }

  @Override
  void close() {
    producer.close();
  }
}
