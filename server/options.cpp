#include "server/options.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "broker/configs/facts.hpp"
#include "broker/configs/topic_configs.hpp"
#include "broker/topics/topic_names.hpp"
#include "server/command_line.hpp"
#include "server/version.hpp"

namespace dogear::server {
namespace {

constexpr std::string_view legal_name_form =
    "a name of at most 249 letters, digits, '.', '_' and '-', but not \".\" nor \"..\"";
constexpr std::uint64_t most_nodes = 100;
constexpr std::uint64_t least_memory = std::uint64_t{1} << 20;

void take_listeners(Options& options) {
  auto listeners = listeners_of(options.broker_config.settings);
  check_ports(listeners.open, options.nodes);
  options.listeners = std::move(listeners.open);
  options.notes = std::move(listeners.notes);
}

void take_control(Options& options, const GivenOptions& given) {
  if (options.listeners.front().listen.port == 0) options.control->port = 0;
  const auto* control = last(given, "control");
  if (control && control->text == "off") {
    options.control.reset();
  } else {
    take(given, "control", *options.control, parse_endpoint,
         fmt::format("{}, or off", endpoint_form));
  }
  if (const auto* file = last(given, "port-file")) options.port_file = file->text;
}

// Kafka takes either name; both must say the same.
void take_node_id(Options& options) {
  const auto& settings = options.broker_config.settings;
  const auto node = settings.find("node.id"), broker = settings.find("broker.id");
  if (node == settings.end() && broker == settings.end()) return;
  if (node != settings.end() && broker != settings.end() && node->second != broker->second)
    throw BadOption("You must set `node.id` to the same value as `broker.id`.");
  const auto& text = node == settings.end() ? broker->second : node->second;
  constexpr auto most = std::numeric_limits<NodeId>::max() - most_nodes;
  const auto id = parse_number(text, 0, most);
  if (!id)
    throw BadOption(fmt::format("bad node.id {}: expected a number from 0 to {}", text, most));
  options.first_node = static_cast<NodeId>(*id);
}

void take_nodes(Options& options, const GivenOptions& given) {
  const auto parse = [](std::string_view text) { return parse_number(text, 1, most_nodes); };
  take(given, "nodes", options.nodes, parse, fmt::format("a number from 1 to {}", most_nodes));
}

// For a line of a file, the message says which.
void check_name(const GivenValue& given, const broker::Setting& setting) {
  const auto refusal = broker::refuse_unknown_config(setting.first);
  if (!refusal) return;
  const bool of_a_file = given.by.find(':') != std::string::npos;
  throw BadOption(of_a_file ? fmt::format("{}: {}", given.by, refusal->message) : refusal->message,
                  given.by);
}

void take_broker_configs(Options& options, const GivenOptions& given) {
  std::vector<broker::Setting> settings;
  if (const auto found = given.find("broker-config"); found != given.end()) {
    for (const auto& value : found->second) {
      const auto equals = value.text.find('=');
      if (equals == std::string::npos || equals == 0) refuse(value, "KEY=VALUE");
      settings.emplace_back(value.text.substr(0, equals), value.text.substr(equals + 1));
      check_name(value, settings.back());
    }
  }
  const broker::ConfigSurroundings around{options.nodes, options.clock.start.has_value()};
  auto broker = broker::parse_broker_config(settings, around);
  if (broker.has_error()) throw BadOption(broker.error().message);
  options.broker_config = *std::move(broker);
}

void check_topic(const Options& options, const TopicOption& topic, const GivenValue& given) {
  if (!broker::is_legal_topic_name(topic.name)) refuse(given, legal_name_form);
  const auto configs = broker::parse_topic_configs(options.broker_config, topic.configs);
  if (configs.has_value()) return;
  std::string message = configs.error().message;
  for (const auto& [name, value] : topic.configs) {
    if (broker::find_config(broker::topic_config_facts(), name)) continue;
    if (const auto good = broker::nearest_config(broker::topic_config_facts(), name)) {
      message += fmt::format("; did you mean {}?", *good);
    }
    break;
  }
  throw BadOption(fmt::format("bad {} {}: {}", given.by, given.text, message), given.by);
}

void take_topics(Options& options, const GivenOptions& given) {
  const auto found = given.find("topic");
  if (found == given.end()) return;
  for (const auto& value : found->second) {
    const auto topic = parse_topic_option(value.text);
    if (!topic) refuse(value, topic_form);
    check_topic(options, *topic, value);
    const auto same = std::find_if(options.topics.begin(), options.topics.end(),
                                   [&](const auto& other) { return other.name == topic->name; });
    if (same == options.topics.end()) {
      options.topics.push_back(*topic);
    } else {
      *same = *topic;
    }
  }
}

void take_release(Options& options, const GivenOptions& given) {
  const auto* value = last(given, "as-version");
  if (!value) return;
  options.as_version = broker::find_release(value->text);
  if (options.as_version) return;
  std::vector<std::string_view> names;
  for (const auto& release : broker::releases()) names.push_back(release.name);
  refuse(*value, fmt::format("one of {}", fmt::join(names, ", ")));
}

void take_memory_limit(Options& options, const GivenOptions& given, const Machine& machine) {
  options.memory_limit_bytes = machine.memory_bytes / 2;
  const auto parse = [](std::string_view text) {
    const auto size = parse_size(text);
    return size >= least_memory ? size : std::nullopt;
  };
  take(given, "memory-limit", options.memory_limit_bytes, parse,
       fmt::format("{}, at least 1M", size_form));
}

// A variable of Kafka's images. Its name is so common that it may be meant for another program: a
// bad value is only a warning.
void take_cluster_id(Options& options, const Environment& environment,
                     std::vector<std::string>& warnings) {
  const auto id = environment.find("CLUSTER_ID");
  if (id == environment.end() || id->second.empty()) return;
  // Not Uuid::parse(): that refuses bits which Kafka's own examples have set in the last letter.
  constexpr std::size_t length = 22;
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  if (id->second.size() == length && id->second.find_first_not_of(letters) == std::string::npos)
    options.cluster_id = id->second;
  else
    warnings.push_back("CLUSTER_ID is not 22 characters as Kafka's cluster ids are");
}

std::string content_of(const GivenValue& file) {
  std::ifstream in(file.text, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.is_open() || in.bad())
    throw BadOption(fmt::format("cannot read {} {}", file.by, file.text));
  return text;
}

}  // namespace

Options options_of(const GivenOptions& given, const Machine& machine) {
  Options options;
  take_nodes(options, given);
  take(given, "clock", options.clock, parse_clock_option, clock_form);
  const auto parse_seed = [](std::string_view text) {
    return parse_number(text, 0, std::numeric_limits<std::uint64_t>::max());
  };
  take(given, "seed", options.seed.value, parse_seed, "a number from 0 to 2^64-1");
  take(given, "log-level", options.log_level, parse_log_level, log_level_form);
  take(given, "exit-with-parent", options.exit_with_parent, parse_truth, truth_form);
  take_release(options, given);
  take_memory_limit(options, given, machine);
  take_broker_configs(options, given);
  take_node_id(options);
  take_listeners(options);
  take_control(options, given);
  take_topics(options, given);
  if (const auto* file = last(given, "init")) options.init_file = file->text;
  return options;
}

std::variant<Options, Exit> parse_options(const std::vector<std::string>& args,
                                          const Environment& environment, const Machine& machine) {
  try {
    auto [help, show_version, given, words] = parse_command_line(broker_command(), args);
    if (help) return Exit{0, help_text(broker_command()), ""};
    if (show_version) {
      return Exit{0, fmt::format("dogear {} (Apache Kafka {})\n", version(), kafka_version), ""};
    }
    listen_by_configs(given);
    std::vector<std::string> warnings;
    auto variables = from_environment(option_table(), environment, warnings);
    listen_by_configs(variables);
    add_behind(given, std::move(variables));
    add_behind(given, from_kafka_variables(environment, warnings));
    if (const auto* file = last(given, "config")) {
      auto lines = from_file(content_of(*file), file->text);
      listen_by_configs(lines);
      add_behind(given, std::move(lines));
    }
    Options options = options_of(given, machine);
    take_cluster_id(options, environment, warnings);
    options.warnings = std::move(warnings);
    return options;
  } catch (const BadOption& problem) {
    return bad_option(usage_line(broker_command()), problem.what());
  }
}

}  // namespace dogear::server
