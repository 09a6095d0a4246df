// Where options come from: variables, files, JSON and the command line give texts, whose meaning
// options.hpp finds out.
#pragma once
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/option_table.hpp"

namespace dogear::server {

// A bad option: what() is a line that says what is wrong, `by` who gave the value that is wrong, if
// it is one value.
struct BadOption : std::runtime_error {
  explicit BadOption(const std::string& message, std::string given_by = "")
      : std::runtime_error(message), by(std::move(given_by)) {}
  std::string by;
};

// One value, and what gave it: --listen, DOGEAR_LISTEN, a line of a file, or a member of JSON.
struct GivenValue {
  std::string text;
  std::string by;
};

// By the option's name. The last value of an option that is not repeatable counts.
using GivenOptions = std::map<std::string, std::vector<GivenValue>, std::less<>>;

using Environment = std::map<std::string, std::string>;

// The value that counts, or null.
const GivenValue* last(const GivenOptions& given, std::string_view name);

// Throws BadOption with what was given and what was expected.
[[noreturn]] void refuse(const GivenValue& given, std::string_view expected);

// Sets the target if the option was given. The parser returns nothing for a text that makes no
// sense, which is refused.
template <class Target, class Parse>
void take(const GivenOptions& given, std::string_view name, Target& target, Parse parse,
          std::string_view expected) {
  const auto* value = last(given, name);
  if (!value) return;
  auto parsed = parse(value->text);
  if (!parsed) refuse(*value, expected);
  target = static_cast<Target>(*parsed);
}

// From the variables of these options, DOGEAR_LISTEN=… and so on; an empty variable counts as none.
// White space separates the values of a repeatable option. An unknown DOGEAR_… is only a warning,
// since others set some too: Kubernetes does for a service `dogear`.
GivenOptions from_environment(std::span<const OptionSpec> options, const Environment& environment,
                              std::vector<std::string>& warnings);

// From KAFKA_NUM_PARTITIONS=… and so on, by the rule of Kafka's images: _ stands for '.', __ for _
// and ___ for '-'. They set broker configs. An empty variable counts as none; one that names no
// broker config is a warning.
GivenOptions from_kafka_variables(const Environment& environment,
                                  std::vector<std::string>& warnings);

// From the lines NAME=VALUE of a file: NAME is an option without its dashes or, if it has a dot or
// is one of Kafka's, a broker config.
GivenOptions from_file(std::string_view text, std::string_view path);

// Adds the options of `next` that `first` does not have. Values of repeatable options are put
// before those of `first`, so that if both set a broker config, the value of `first` is the last.
void add_behind(GivenOptions& first, GivenOptions next);

}  // namespace dogear::server
