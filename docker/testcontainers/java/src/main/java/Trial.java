// Starts each Kafka module of Testcontainers for Java with the image $IMAGE, writes records and reads them back.

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.kafka.ConfluentKafkaContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

public class Trial {
  static final DockerImageName image = DockerImageName.parse(System.getenv("IMAGE"));
  static final DockerImageName asApache = image.asCompatibleSubstituteFor("apache/kafka");
  static final DockerImageName asConfluent = image.asCompatibleSubstituteFor("confluentinc/cp-kafka");
  static int failed = 0;

  public static void main(String[] args) {
    attempt("kafka.KafkaContainer", new KafkaContainer(asApache), KafkaContainer::getBootstrapServers);
    attempt("kafka.ConfluentKafkaContainer", new ConfluentKafkaContainer(asConfluent),
        ConfluentKafkaContainer::getBootstrapServers);
    attempt("containers.KafkaContainer, ZooKeeper", older(), container -> container.getBootstrapServers());
    attempt("containers.KafkaContainer, KRaft", older().withKraft(), container -> container.getBootstrapServers());
    try (var network = Network.newNetwork()) {
      attempt("kafka.KafkaContainer, another container in its network",
          new KafkaContainer(asApache).withNetwork(network).withListener("broker:19092"),
          container -> fromWithin(network, container));
    }
    System.exit(failed == 0 ? 0 : 1);
  }

  @SuppressWarnings("deprecation")
  static org.testcontainers.containers.KafkaContainer older() {
    return new org.testcontainers.containers.KafkaContainer(asConfluent);
  }

  static <C extends GenericContainer<?>> void attempt(String name, C container, Function<C, String> bootstrap) {
    try (container) {
      container.start();
      var address = bootstrap.apply(container).replace("PLAINTEXT://", "");
      expect(brokers(address), List.of(address));
      var wrote = write(address, 100);
      expect(read(address, wrote.size()), wrote);
      System.out.println("ok " + name);
    } catch (Exception failure) {
      failed++;
      System.out.println("FAILED " + name + ": " + failure);
      failure.printStackTrace();
    }
  }

  static void expect(List<String> found, List<String> expected) {
    if (!found.equals(expected)) throw new IllegalStateException("found " + found + " instead of " + expected);
  }

  // What Metadata names.
  static List<String> brokers(String bootstrap) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      return admin.describeCluster().nodes().get().stream().map(node -> node.host() + ":" + node.port()).toList();
    }
  }

  static List<String> write(String bootstrap, int count) throws Exception {
    var wrote = new ArrayList<String>();
    var text = new StringSerializer();
    try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap), text, text)) {
      for (int n = 0; n < count; n++) {
        var sent = producer.send(new ProducerRecord<>("orders", "" + n, "order " + n)).get();
        wrote.add(sent.offset() + " " + n + "=order " + n);
      }
    }
    return wrote;
  }

  static List<String> read(String bootstrap, int count) {
    var text = new StringDeserializer();
    var config = Map.<String, Object>of("bootstrap.servers", bootstrap, "group.id", "trial",
                                        "auto.offset.reset", "earliest");
    var read = new ArrayList<String>();
    var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    try (var consumer = new KafkaConsumer<>(config, text, text)) {
      consumer.subscribe(List.of("orders"));
      while (read.size() < count && System.nanoTime() < end) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) {
          read.add(record.offset() + " " + record.key() + "=" + record.value());
        }
      }
      consumer.commitSync();
    }
    return read;
  }

  // A container in the same network writes and reads by the listener that has the network's name.
  static String fromWithin(Network network, KafkaContainer kafka) {
    try (var client = new GenericContainer<>(DockerImageName.parse(System.getenv("CLIENT_IMAGE")))) {
      client.withNetwork(network).withCommand("broker:19092", "broker:19092")
          .withStartupCheckStrategy(new OneShotStartupCheckStrategy()).start();
    }
    return kafka.getBootstrapServers();
  }
}
