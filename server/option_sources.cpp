#include "server/option_sources.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "broker/configs/dynamic_configs.hpp"
#include "broker/configs/facts.hpp"
#include "broker/configs/nearest.hpp"
#include "server/did_you_mean.hpp"
#include "server/option_table.hpp"
#include "server/properties.hpp"

namespace dogear::server {
namespace {

constexpr std::string_view dogear_prefix = "DOGEAR_";

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

const OptionSpec* find_option(std::string_view name) {
  for (const auto& option : option_table()) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

// Compares names without the prefix, which all variables have.
std::string unknown_variable(std::span<const OptionSpec> options, std::string_view name) {
  std::vector<std::string> variables;
  for (const auto& option : options)
    variables.push_back(variable_of(option).substr(dogear_prefix.size()));
  const std::vector<std::string_view> names(variables.begin(), variables.end());
  const auto good = broker::nearest(name.substr(dogear_prefix.size()), names);
  return fmt::format("unknown variable {}{}", name,
                     good ? fmt::format("; did you mean {}{}?", dogear_prefix, *good) : "");
}

std::string unknown_line(std::string_view name, std::string_view by) {
  std::vector<std::string_view> names;
  for (const auto& option : option_table()) names.push_back(option.name);
  return fmt::format("{}: unknown option {}{}", by, name, did_you_mean(name, names));
}

constexpr std::string_view kafka_prefix = "KAFKA_";

// Variables that Kafka's and other images read themselves, and that name no config.
bool is_of_images(std::string_view variable) {
  constexpr std::array<std::string_view, 10> names{"KAFKA_VERSION",
                                                   "KAFKA_HEAP_OPTS",
                                                   "KAFKA_OPTS",
                                                   "KAFKA_JMX_OPTS",
                                                   "KAFKA_JMX_HOSTNAME",
                                                   "KAFKA_JMX_PORT",
                                                   "KAFKA_GC_LOG_OPTS",
                                                   "KAFKA_JVM_PERFORMANCE_OPTS",
                                                   "KAFKA_TOOLS_LOG4J_LOGLEVEL",
                                                   "KAFKA_HOME"};
  return std::find(names.begin(), names.end(), variable) != names.end() ||
         variable.starts_with("KAFKA_LOG4J_");
}

std::string config_of_variable(std::string_view variable) {
  std::string config;
  for (const char c : variable.substr(kafka_prefix.size()))
    config += c == '_' ? '.' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto replace_all = [&](std::string_view from, char to) {
    for (auto at = config.find(from); at != std::string::npos; at = config.find(from, at))
      config.replace(at, from.size(), 1, to);
  };
  replace_all("...", '-');
  replace_all("..", '_');
  return config;
}

std::string variable_of_config(std::string_view config) {
  std::string variable(kafka_prefix);
  for (const char c : config) {
    if (c == '.')
      variable += '_';
    else if (c == '_')
      variable += "__";
    else if (c == '-')
      variable += "___";
    else
      variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return variable;
}

bool is_broker_config(std::string_view name) {
  return broker::find_config(broker::broker_config_facts(),
                             broker::without_listener(name).value_or(name)) != nullptr;
}

std::string with_good_variable(const std::string& variable, std::string_view config) {
  const auto good = broker::nearest_config(broker::broker_config_facts(), config);
  return good ? fmt::format("{} (did you mean {}?)", variable, variable_of_config(*good))
              : variable;
}

std::string trimmed_end(std::string text) {
  text.erase(text.find_last_not_of(" \t") + 1);
  return text;
}

void add_line(GivenOptions& given, const Property& property, const std::string& by) {
  const auto& name = property.name;
  const auto value = trimmed_end(property.value);
  if (find_option(name) && name != "config") {
    given[name].push_back({value, fmt::format("{}: {}", by, name)});
  } else if (name.find('.') != std::string::npos || is_broker_config(name)) {
    given["broker-config"].push_back({name + "=" + value, by});
  } else {
    throw BadOption(unknown_line(name, by));
  }
}

}  // namespace

const GivenValue* last(const GivenOptions& given, std::string_view name) {
  const auto found = given.find(name);
  return found == given.end() || found->second.empty() ? nullptr : &found->second.back();
}

void refuse(const GivenValue& given, std::string_view expected) {
  throw BadOption(fmt::format("bad {} {}: expected {}", given.by, given.text, expected), given.by);
}

GivenOptions from_environment(std::span<const OptionSpec> options, const Environment& environment,
                              std::vector<std::string>& warnings) {
  GivenOptions given;
  Environment rest = environment;
  for (const auto& option : options) {
    const auto name = variable_of(option);
    const auto variable = rest.extract(name);
    if (variable.empty() || variable.mapped().empty()) continue;
    auto& values = given[std::string(option.name)];
    if (option.kind != OptionKind::repeatable) {
      values.push_back({variable.mapped(), name});
      continue;
    }
    for (const auto& word : words_of(variable.mapped())) values.push_back({word, name});
  }
  for (const auto& [name, value] : rest) {
    if (name.starts_with(dogear_prefix)) warnings.push_back(unknown_variable(options, name));
  }
  return given;
}

GivenOptions from_kafka_variables(const Environment& environment,
                                  std::vector<std::string>& warnings) {
  GivenOptions given;
  std::vector<std::string> unknown;
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(kafka_prefix) || value.empty() || is_of_images(name)) continue;
    const auto config = config_of_variable(name);
    if (is_broker_config(config))
      given["broker-config"].push_back({fmt::format("{}={}", config, value), name});
    else
      unknown.push_back(with_good_variable(name, config));
  }
  if (!unknown.empty())
    warnings.push_back(
        fmt::format("variables that name no broker config: {}", fmt::join(unknown, ", ")));
  return given;
}

GivenOptions from_file(std::string_view text, std::string_view path) {
  GivenOptions given;
  for (const auto& property : parse_properties(text))
    add_line(given, property, fmt::format("{}:{}", path, property.line));
  return given;
}

void add_behind(GivenOptions& first, GivenOptions next) {
  for (auto& [name, values] : next) {
    auto& mine = first[name];
    const auto* option = find_option(name);
    if (!mine.empty() && option && option->kind != OptionKind::repeatable) continue;
    mine.insert(mine.begin(), values.begin(), values.end());
  }
}

}  // namespace dogear::server
