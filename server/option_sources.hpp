// Where options come from, before anybody asks what their values mean.
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

// What somebody got wrong, in a line; and who gave it, if that is one value's fault.
struct BadOption : std::runtime_error {
  explicit BadOption(const std::string& message, std::string given_by = "")
      : std::runtime_error(message), by(std::move(given_by)) {}
  std::string by;
};

// One value, and who gave it: --listen, DOGEAR_LISTEN, a line of a file, or a member of JSON.
struct GivenValue {
  std::string text;
  std::string by;
};

// By the option's name. Values of one source in their order.
using GivenOptions = std::map<std::string, std::vector<GivenValue>, std::less<>>;

using Environment = std::map<std::string, std::string>;

// The value that counts, or null.
const GivenValue* last(const GivenOptions& given, std::string_view name);

// Throws BadOption: what was given, and what would have made sense.
[[noreturn]] void refuse(const GivenValue& given, std::string_view expected);

// Sets the target if the option was given, by a parser whose nothing means that the text made no
// sense.
template <class Target, class Parse>
void take(const GivenOptions& given, std::string_view name, Target& target, Parse parse,
          std::string_view expected) {
  const auto* value = last(given, name);
  if (!value) return;
  auto parsed = parse(value->text);
  if (!parsed) refuse(*value, expected);
  target = static_cast<Target>(*parsed);
}

// Print this and end.
struct Exit {
  int status = 0;
  std::string out;  // for standard output
  std::string err;  // for standard error
};
// A line of what is bad, whatever was typed, and one of usage.
Exit bad_option(std::string_view usage, std::string message);

// The variables of these options: DOGEAR_LISTEN=… and so on; an empty variable counts as none. The
// values of a repeatable option stand between blanks or newlines. An unknown DOGEAR_… is a warning,
// since others may set some: Kubernetes does for a service `dogear`.
GivenOptions from_environment(std::span<const OptionSpec> options, const Environment& environment,
                              std::vector<std::string>& warnings);

// KAFKA_NUM_PARTITIONS=… and so on, by the rule of Kafka's images: _ stands for '.', __ for _ and
// ___ for '-'. An empty one counts as none. What they set is a broker config; one that none is
// named by is a warning.
GivenOptions from_kafka_variables(const Environment& environment,
                                  std::vector<std::string>& warnings);

// The properties of a file: NAME is an option without its dashes or, if it has a dot or is one of
// Kafka's, a broker config.
GivenOptions from_file(std::string_view text, std::string_view path);

// Takes over what `next` has and `first` has not; the values of repeatable options come before
// those of `first`, so that of two values for one broker config that of `first` is the last.
void add_behind(GivenOptions& first, GivenOptions next);

}  // namespace dogear::server
