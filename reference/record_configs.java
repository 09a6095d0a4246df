// Records Kafka's configs. record_configs.sh starts the broker that it asks.
//
//   kafka-VERSION-broker.tsv, -topic.tsv
//       A row for each config, columns separated by tabs, in the order of Kafka's definitions, in
//       which Kafka also validates them.
//   kafka-VERSION-group.tsv, -client-metrics.tsv, -broker-quota.tsv
//       The same for configs that can only be set while brokers run.
//   config_answers.txt
//       Settings, valid and invalid, each with Kafka's answer below it.
//
// The tables come from two sources, which must agree: the broker's answers to DescribeConfigs and
// CreateTopics (value, source, read-only, sensitive, synonyms), and Kafka's definitions on the class
// path (type, default, valid values, whether it is internal).

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.apache.kafka.server.config.ConfigSynonym;
import org.apache.kafka.server.config.DynamicBrokerConfig;
import org.apache.kafka.server.config.QuotaConfig;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.apache.kafka.server.metrics.ClientMetricsConfigs;
import org.apache.kafka.storage.internals.log.LogConfig;

class RecordConfigs {
  static final Set<String> OF_JAVA =
      Set.of("ssl.keymanager.algorithm", "ssl.trustmanager.algorithm");

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    Path answers = Path.of(args[2]);
    String version = args[3];
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      brokerTable(admin, folder.resolve("kafka-" + version + "-broker.tsv"));
      topicTable(admin, folder.resolve("kafka-" + version + "-topic.tsv"));
      definedTable(GroupConfig.CONFIG_DEF, folder.resolve("kafka-" + version + "-group.tsv"));
      definedTable(ClientMetricsConfigs.configDef(),
          folder.resolve("kafka-" + version + "-client-metrics.tsv"));
      definedTable(QuotaConfig.brokerQuotaConfigs(),
          folder.resolve("kafka-" + version + "-broker-quota.tsv"));
      answer(admin, answers);
    }
  }

  static void brokerTable(Admin admin, Path file) throws Exception {
    Map<String, ConfigEntry> told =
        describe(admin, new ConfigResource(ConfigResource.Type.BROKER, "1"));
    Map<String, String> modes = DynamicBrokerConfig.dynamicConfigUpdateModes();
    try (PrintStream out = new PrintStream(file.toFile(), "UTF-8")) {
      row(out, "name", "type", "default", "valid", "update", "flags", "synonyms");
      for (ConfigDef.ConfigKey key : AbstractKafkaConfig.CONFIG_DEF.configKeys().values()) {
        ConfigEntry entry = told.remove(key.name);
        String mode = modes.getOrDefault(key.name, "read-only");
        check(entry == null || entry.isReadOnly() == mode.equals("read-only"), key.name);
        row(out, key.name, key.type.toString(), defaultOf(key), validOf(key), mode,
            flags(key, entry), synonyms(key.name));
      }
      check(told.isEmpty(), "described but not defined: " + told.keySet());
    }
  }

  // Topic configs are asked for twice: CreateTopics is answered by the controller, DescribeConfigs by
  // the broker.
  static void topicTable(Admin admin, Path file) throws Exception {
    String topic = "configs";
    Config created =
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).config(topic).get();
    Map<String, ConfigEntry> described =
        describe(admin, new ConfigResource(ConfigResource.Type.TOPIC, topic));
    try (PrintStream out = new PrintStream(file.toFile(), "UTF-8")) {
      row(out, "name", "type", "default", "valid", "flags", "broker configs");
      for (ConfigDef.ConfigKey key : LogConfig.configDefCopy().configKeys().values()) {
        ConfigEntry entry = created.get(key.name);
        ConfigEntry again = described.remove(key.name);
        check((entry == null) == key.internalConfig && (again == null) == key.internalConfig,
            key.name);
        check(
            entry == null || (Objects.equals(entry.value(), again.value()) && !entry.isReadOnly()),
            key.name);
        check(entry == null || flags(key, entry).equals(flags(key, again)), key.name);
        row(out, key.name, key.type.toString(), defaultOf(key), validOf(key), flags(key, entry),
            brokerConfigs(key.name));
      }
      check(described.isEmpty(), "described but not defined: " + described.keySet());
    }
  }

  // These come from Kafka's definitions alone. Only group configs fall back to broker configs.
  static void definedTable(ConfigDef definitions, Path file) throws Exception {
    try (PrintStream out = new PrintStream(file.toFile(), "UTF-8")) {
      row(out, "name", "type", "default", "valid", "flags", "broker configs");
      for (ConfigDef.ConfigKey key : definitions.configKeys().values())
        row(out, key.name, key.type.toString(), defaultOf(key), validOf(key), "",
            GroupConfig.brokerSynonym(key.name).orElse(""));
    }
  }

  static Map<String, ConfigEntry> describe(Admin admin, ConfigResource resource) throws Exception {
    Config config = null;
    while (config == null) {
      try {
        config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      } catch (ExecutionException e) {
        // The broker learns of a new topic a moment after the controller has answered.
        check(e.getCause() instanceof UnknownTopicOrPartitionException, e.getMessage());
      }
    }
    return config.entries().stream().collect(
        Collectors.toMap(ConfigEntry::name, e -> e, (a, b) -> a, TreeMap::new));
  }

  static String defaultOf(ConfigDef.ConfigKey key) {
    return key.hasDefault() ? nullable(ConfigDef.convertToString(key.defaultValue, key.type))
                            : "required";
  }

  // Kafka's description of the valid values; validators without one would print an address.
  static String validOf(ConfigDef.ConfigKey key) {
    String text = key.validator == null ? "" : key.validator.toString();
    return text.contains("@") ? "" : text;
  }

  // internal   never described
  // sensitive  described without its value
  // start-up   set in the file that this broker was started with: the value is not the default
  // java       the default depends on the Java machine
  // cluster    described as set for the whole cluster: a new cluster sets min.insync.replicas itself
  static String flags(ConfigDef.ConfigKey key, ConfigEntry entry) {
    if (entry == null) {
      check(key.internalConfig, "not told: " + key.name);
      return "internal";
    }
    List<String> flags = new ArrayList<>();
    if (entry.isSensitive())
      flags.add("sensitive");
    if (OF_JAVA.contains(key.name))
      flags.add("java");
    switch (entry.source()) {
      case STATIC_BROKER_CONFIG -> flags.add("start-up");
      case DYNAMIC_DEFAULT_BROKER_CONFIG -> flags.add("cluster");
      default -> check(entry.source() == ConfigEntry.ConfigSource.DEFAULT_CONFIG, key.name);
    }
    check(flags.contains("start-up") || nullable(entry.value()).equals(defaultOf(key)),
        "not the default: " + key.name);
    return String.join(",", flags);
  }

  static String synonyms(String name) {
    return DynamicBrokerConfig.brokerConfigSynonyms(name, true)
        .stream()
        .filter(other -> !other.equals(name))
        .collect(Collectors.joining(","));
  }

  // The broker configs that a topic config falls back to, the first one that is set; "*n" after one
  // whose value has to be multiplied, as it is in another unit.
  static String brokerConfigs(String name) {
    List<ConfigSynonym> all =
        ServerTopicConfigSynonyms.ALL_TOPIC_CONFIG_SYNONYMS.getOrDefault(name, List.of());
    return all.stream()
        .map(s
            -> s.name()
                + (s.converter().apply("1").equals("1") ? "" : "*" + s.converter().apply("1")))
        .collect(Collectors.joining(","));
  }

  // Writes the file again with new answers (the indented lines); comments and settings stay.
  static void answer(Admin admin, Path file) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("  "))
        continue;
      lines.add(line);
      if (line.startsWith("topic"))
        lines.addAll(topicAnswer(admin, settings(line), "probe-" + lines.size()));
      if (line.startsWith("broker"))
        lines.addAll(brokerAnswer(settings(line)));
    }
    Files.write(file, lines);
  }

  static Map<String, String> settings(String line) {
    Map<String, String> settings = new LinkedHashMap<>();
    int blank = line.indexOf(' ');
    if (blank < 0)
      return settings;
    for (String setting : line.substring(blank + 1).split(" & ", -1)) {
      int equals = setting.indexOf('=');
      if (equals < 0)
        settings.put(setting, null);
      else
        settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return settings;
  }

  static List<String> topicAnswer(Admin admin, Map<String, String> settings, String topic)
      throws Exception {
    try {
      Config created =
          admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(settings)))
              .config(topic)
              .get();
      var described = describe(admin, new ConfigResource(ConfigResource.Type.TOPIC, topic));
      return settings.keySet()
          .stream()
          .map(name
              -> told(name, created.get(name).value(),
                  described.containsKey(name) ? described.get(name).value()
                                              : created.get(name).value()))
          .toList();
    } catch (ExecutionException e) {
      ApiException refusal = (ApiException) e.getCause();
      return List.of("  ! " + Errors.forException(refusal) + " " + refusal.getMessage());
    }
  }

  static List<String> brokerAnswer(Map<String, String> settings) {
    Properties all = new Properties();
    all.putAll(Map.of("process.roles", "broker,controller", "node.id", "1",
        "controller.quorum.voters", "1@localhost:1", "controller.listener.names", "C", "listeners",
        "PLAINTEXT://localhost:2,C://localhost:1", "log.dirs", "/tmp"));
    all.putAll(settings);
    try {
      KafkaConfig config = KafkaConfig.fromProps(all, false);
      Map<String, Object> acting = config.extractLogConfigMap();
      var told = KafkaRaftServer.configSchema().resolveEffectiveTopicConfigs(
          config.originals(), Map.of(), Map.of(), Map.of());
      return new TreeMap<>(told)
          .values()
          .stream()
          .filter(entry -> entry.source() == ConfigEntry.ConfigSource.STATIC_BROKER_CONFIG)
          .map(entry
              -> told(entry.name(), entry.value(),
                  ConfigDef.convertToString(
                      acting.get(entry.name()), LogConfig.configType(entry.name()).get())))
          .toList();
    } catch (RuntimeException e) {
      return List.of("  ! " + e.getMessage());
    }
  }

  static String told(String name, String value, String acting) {
    return "  " + name + "=" + value + (value.equals(acting) ? "" : " -> " + acting);
  }

  static String nullable(String text) {
    return text == null ? "null" : text;
  }

  static void row(PrintStream out, String... columns) {
    for (String column : columns) check(!column.contains("\t") && !column.contains("\n"), column);
    out.print(String.join("\t", columns) + "\n");
  }

  static void check(boolean good, String what) {
    if (!good)
      throw new IllegalStateException("Kafka's answers and definitions disagree: " + what);
  }
}
