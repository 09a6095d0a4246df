#include "server/option_sources.hpp"

#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "broker/configs/nearest.hpp"
#include "server/option_table.hpp"

namespace dogear::server {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

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

std::string unknown_variable(std::span<const OptionSpec> options, std::string_view name) {
  std::vector<std::string> variables;
  for (const auto& option : options) variables.push_back(variable_of(option));
  const std::vector<std::string_view> names(variables.begin(), variables.end());
  const auto good = broker::nearest(name, names);
  return fmt::format("unknown variable {}{}", name,
                     good ? fmt::format("; did you mean {}?", *good) : "");
}

std::string unknown_line(std::string_view name, std::string_view by) {
  std::vector<std::string_view> names;
  for (const auto& option : option_table()) names.push_back(option.name);
  const auto good = broker::nearest(name, names);
  return fmt::format("{}: unknown option {}{}", by, name,
                     good ? fmt::format("; did you mean {}?", *good) : "");
}

void add_line(GivenOptions& given, std::string_view line, const std::string& by) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) {
    throw BadOption(fmt::format("{}: expected NAME=VALUE, not {}", by, line));
  }
  const std::string name(trim(line.substr(0, equals)));
  const std::string value(trim(line.substr(equals + 1)));
  if (name.find('.') != std::string::npos) {
    given["broker-config"].push_back({name + "=" + value, by});
  } else if (find_option(name) && name != "config") {
    given[name].push_back({value, fmt::format("{}: {}", by, name)});
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
  throw BadOption(fmt::format("bad {} {}: expected {}", given.by, given.text, expected));
}

Exit bad_option(std::string_view usage, std::string message) {
  for (auto& c : message) {
    if (static_cast<unsigned char>(c) < ' ') c = '?';
  }
  return {2, "", fmt::format("dogear: {}\n{}\n", message, usage)};
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
    if (name.starts_with("DOGEAR_")) warnings.push_back(unknown_variable(options, name));
  }
  return given;
}

GivenOptions from_file(std::string_view text, std::string_view path) {
  GivenOptions given;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const auto line = trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.starts_with('#')) continue;
    add_line(given, line, fmt::format("{}:{}", path, number));
  }
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
