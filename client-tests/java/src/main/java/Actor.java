import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The client program of the story for Kafka's own Java client: reads commands, one a line, and answers (README.md,
 * "The lines"). One thread does all; a member polls between commands.
 */
public final class Actor {
  private static final int PARTITIONS = 6;
  private static final String END = ""; // of standard input
  private static final String BOOTSTRAP = System.getenv("BOOTSTRAP");
  private static final PrintWriter OUT = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out)));

  private final Admin admin = Admin.create(Map.of("bootstrap.servers", BOOTSTRAP));
  private Member member;

  public static void main(String[] arguments) throws InterruptedException {
    BlockingQueue<String> input = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> {
      new BufferedReader(new InputStreamReader(System.in)).lines().forEach(input::add);
      input.add(END);
    });
    reader.setDaemon(true);
    reader.start();
    new Actor().obeyAll(input);
  }

  private void obeyAll(BlockingQueue<String> input) throws InterruptedException {
    while (true) {
      if (member != null) pollMember();
      String line = member != null ? input.poll() : input.take();
      if (line == null) continue;
      if (line.equals(END)) break;
      try {
        obey(line.split("\t"));
      } catch (KafkaException | ExecutionException | InterruptedException e) {
        sayError(e);
      }
    }
    if (member != null) member.close();
    admin.close();
  }

  /** An error ends the membership, as it would end a program that does not catch it. */
  private void pollMember() {
    try {
      member.poll();
    } catch (KafkaException e) {
      sayError(e);
      member.close();
      member = null;
    }
  }

  private void obey(String[] words) throws ExecutionException, InterruptedException {
    switch (words[0]) {
      case "version" -> say("version", "kafka-clients " + AppInfoParser.getVersion());
      case "create" -> create(words[1], Integer.parseInt(words[2]));
      case "produce" -> produce(words[1], words[2], Integer.parseInt(words[3]), Integer.parseInt(words[4]), Long.parseLong(words[5]));
      case "ends" -> sayOffsets("ends", offsets(words[1], OffsetSpec.latest()));
      case "times" -> sayOffsets("times", offsets(words[1], OffsetSpec.forTimestamp(Long.parseLong(words[2]))));
      case "committed" -> committed(words[1], words[2]);
      case "place" -> place(words[1], words[2], Arrays.asList(words).subList(3, words.length));
      case "join" -> {
        member = new Member(words[1], List.of(words[2].split(",")), words[3], words[4].equals("timer"));
        say("joined");
      }
      case "go" -> member.go(words.length > 1 ? Long.parseLong(words[1]) : Long.MAX_VALUE);
      case "commit" -> {
        member.commit();
        say("committed");
      }
      case "close" -> {
        member.close();
        member = null;
        say("closed");
      }
      default -> say("error", "unknown command", words[0]);
    }
  }

  private void create(String topic, int partitions) throws ExecutionException, InterruptedException {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    say("created");
  }

  private void produce(String topic, String codec, int first, int count, long baseTimestamp)
      throws ExecutionException, InterruptedException {
    Map<String, Object> config = Map.of("bootstrap.servers", BOOTSTRAP, "compression.type", codec, "linger.ms", 5);
    Future<?>[] sent = new Future<?>[count];
    try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int n = 0; n < count; n++) {
        int i = first + n;
        sent[n] = producer.send(new ProducerRecord<>(topic, null, baseTimestamp + i, Records.key(i), Records.value(i)));
      }
    }
    SortedMap<Integer, Long> acknowledged = new TreeMap<>();
    for (Future<?> future : sent) acknowledged.merge(((RecordMetadata) future.get()).partition(), 1L, Long::sum);
    sayOffsets("produced", acknowledged);
  }

  private SortedMap<Integer, Long> offsets(String topic, OffsetSpec spec) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    for (int p = 0; p < PARTITIONS; p++) specs.put(new TopicPartition(topic, p), spec);
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry : admin.listOffsets(specs).all().get().entrySet())
      offsets.put(entry.getKey().partition(), entry.getValue().offset());
    return offsets;
  }

  private void committed(String group, String topic) throws ExecutionException, InterruptedException {
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().forEach((partition, committed) -> {
      if (partition.topic().equals(topic)) offsets.put(partition.partition(), committed.offset());
    });
    sayOffsets("committed", offsets);
  }

  private void place(String group, String topic, List<String> places) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (String place : places) {
      String[] parts = place.split(":");
      offsets.put(new TopicPartition(topic, Integer.parseInt(parts[0])), new OffsetAndMetadata(Long.parseLong(parts[1])));
    }
    admin.alterConsumerGroupOffsets(group, offsets).all().get();
    say("placed");
  }

  // Speaking: words separated by tabs.

  static void add(Object... words) {
    for (int n = 0; n < words.length; n++) {
      if (n > 0) OUT.print('\t');
      OUT.print(words[n]);
    }
    OUT.print('\n');
  }

  static void flush() {
    OUT.flush();
  }

  static void say(String word, Object... words) {
    OUT.print(word);
    if (words.length > 0) OUT.print('\t');
    add(words);
    flush();
  }

  private static void sayOffsets(String word, SortedMap<Integer, Long> offsets) {
    say(word, offsets.entrySet().stream().map(e -> e.getKey() + ":" + e.getValue()).toArray());
  }

  /** By Kafka's name if the broker said so, otherwise by the name of the exception. */
  private static void sayError(Exception e) {
    Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
    Errors error = cause instanceof ApiException ? Errors.forException(cause) : Errors.UNKNOWN_SERVER_ERROR;
    String name = error == Errors.UNKNOWN_SERVER_ERROR ? cause.getClass().getSimpleName() : error.name();
    say("error", name, String.valueOf(cause.getMessage()).replace('\n', ' '));
  }
}
