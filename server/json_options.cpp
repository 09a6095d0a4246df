#include "server/json_options.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "server/did_you_mean.hpp"
#include "server/option_table.hpp"

namespace dogear::server {
namespace {

namespace json = boost::json;

constexpr std::string_view broker_config = "broker-config";

// Of a process of its own, not of a cluster within another process.
bool is_of_processes(std::string_view option) {
  return option == "config" || option == "port-file" || option == "exit-with-parent";
}

// asVersion for as-version.
std::string member_of(std::string_view option) {
  std::string name;
  for (std::size_t at = 0; at < option.size(); ++at) {
    if (option[at] == '-')
      name += static_cast<char>(option[++at] - 'a' + 'A');
    else
      name += option[at];
  }
  return name;
}

const OptionSpec& option_of(std::string_view member) {
  std::vector<std::string> members;
  for (const auto& option : option_table()) {
    if (is_of_processes(option.name)) continue;
    members.push_back(member_of(option.name));
    if (members.back() == member) return option;
  }
  throw BadOption(fmt::format("unknown option {}{}", member, did_you_mean(member, members)),
                  std::string(member));
}

std::string text_of(const json::value& value, const std::string& by) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_number() || value.is_bool()) return json::serialize(value);
  throw BadOption(fmt::format("bad {}: expected a string, a number, true or false", by), by);
}

// To Kafka's configs, a list of words is one value.
std::string config_text_of(const json::value& value, const std::string& by) {
  if (!value.is_array()) return text_of(value, by);
  std::string list;
  for (const auto& word : value.get_array()) list += (list.empty() ? "" : ",") + text_of(word, by);
  return list;
}

void add_configs(GivenOptions& given, const json::value& configs, const std::string& by) {
  if (!configs.is_object())
    throw BadOption(fmt::format("bad {}: expected an object of configs by Kafka's names", by), by);
  for (const auto& [name, value] : configs.get_object()) {
    const auto path = fmt::format("{}.{}", by, std::string_view(name));
    given[std::string(broker_config)].push_back(
        {fmt::format("{}={}", std::string_view(name), config_text_of(value, path)), path});
  }
}

void add(GivenOptions& given, const OptionSpec& option, const json::value& value,
         const std::string& by) {
  if (option.name == broker_config) return add_configs(given, value, by);
  auto& values = given[std::string(option.name)];
  if (option.kind != OptionKind::repeatable || !value.is_array())
    return values.push_back({text_of(value, by), by});
  for (const auto& element : value.get_array()) {
    const auto path = fmt::format("{}[{}]", by, values.size());
    values.push_back({text_of(element, path), path});
  }
}

bool gives_listeners(const GivenOptions& given) {
  const auto found = given.find(broker_config);
  return found != given.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [](const auto& value) { return value.text.starts_with("listeners="); });
}

void add_default(GivenOptions& given, const std::string& option, const char* value) {
  if (!given.contains(option)) given[option].push_back({value, option});
}

}  // namespace

Options options_from_json(const json::object& json, const Machine& machine) {
  GivenOptions given;
  for (const auto& [name, value] : json) {
    const std::string member(name);
    add(given, option_of(member), value, member);
  }
  if (!gives_listeners(given)) add_default(given, "listen", "127.0.0.1:0");
  add_default(given, "control", "off");
  add_default(given, "log-level", "off");
  listen_by_configs(given);
  return options_of(given, machine);
}

}  // namespace dogear::server
