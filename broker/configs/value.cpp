// Checks the type first (ConfigDef.parseType), and then applies the validator, which is recognized
// by the words in which Kafka prints it. Whether a class exists is not checked.
#include "broker/configs/value.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "base/java_text.hpp"

namespace dogear::broker {
namespace {

using Strings = std::vector<std::string>;

ConfigError invalid(const ConfigFact& fact, std::string_view value, std::string_view why) {
  return {fmt::format("Invalid value {} for configuration {}: {}", value, fact.name, why)};
}

// Java's split("\\s*,\\s*", -1) of a trimmed text, but no items of an empty one.
Strings parse_list(std::string_view text) {
  Strings items;
  while (!text.empty()) {
    const auto comma = text.find(',');
    items.emplace_back(java::trim(text.substr(0, comma)));
    if (comma == std::string_view::npos) return items;
    text.remove_prefix(comma + 1);
    if (text.empty()) items.emplace_back();
  }
  return items;
}

bool lists_replicas(const ConfigFact& fact) { return fact.valid.starts_with("[partitionId]"); }
bool lists_choices(const ConfigFact& fact) {
  return fact.valid.starts_with('[') && !lists_replicas(fact);
}

// Kafka logs a warning about repeated items and drops them.
Strings without_repetitions(const Strings& items) {
  Strings once;
  std::set<std::string_view> known;
  for (const auto& item : items) {
    if (known.insert(item).second) once.push_back(item);
  }
  return once;
}

ConfigResult<ConfigValue> parse_whole(const ConfigFact& fact, std::string_view text,
                                      std::int64_t least, std::int64_t most) {
  const auto number = java::parse_integer(java::trim(text));
  if (number && *number >= least && *number <= most) return ConfigValue(*number);
  return invalid(fact, text, fmt::format("Not a number of type {}", name_of(fact.type)));
}

template <class Int>
ConfigResult<ConfigValue> parse_whole(const ConfigFact& fact, std::string_view text) {
  return parse_whole(fact, text, std::numeric_limits<Int>::min(), std::numeric_limits<Int>::max());
}

// The words between brackets: "[a, b]" or "(case insensitive) [a, b]".
Strings choices(std::string_view valid) {
  const auto from = valid.find('[') + 1;
  return parse_list(valid.substr(from, valid.rfind(']') - from));
}

using Refusal = std::optional<ConfigError>;

// "[0,...]", "[1,...,17]" or "[1,...,9] or -1". Kafka compares as doubles, so that NaN passes.
Refusal check_range(const ConfigFact& fact, double number, const std::string& printed) {
  const auto dots = fact.valid.find(",...");
  const auto close = fact.valid.find(']');
  const auto least = fact.valid.substr(1, dots - 1);
  const bool bounded = close > dots + 4;
  const auto most = bounded ? fact.valid.substr(dots + 5, close - dots - 5) : std::string_view();
  const bool below = number < java::parse_double(least).value_or(0);
  const bool above = bounded && number > java::parse_double(most).value_or(0);
  if (!below && !above) return std::nullopt;
  if (const auto either = fact.valid.find("] or "); either != std::string_view::npos) {
    const auto also = fact.valid.substr(either + 5);
    if (number == java::parse_double(also)) return std::nullopt;
    return invalid(
        fact, printed,
        fmt::format("Value must be between {} and {} or equal to {}", least, most, also));
  }
  if (below) return invalid(fact, printed, fmt::format("Value must be at least {}", least));
  return invalid(fact, printed, fmt::format("Value must be no more than {}", most));
}

Refusal check_choice(const ConfigFact& fact, const std::string& word) {
  const auto good = choices(fact.valid);
  const bool any_case = fact.valid.starts_with("(case");
  const auto same = [&](const std::string& one) {
    return any_case ? java::lower(one) == java::lower(word) : one == word;
  };
  if (std::any_of(good.begin(), good.end(), same)) return std::nullopt;
  return invalid(fact, word,
                 fmt::format("String must be one of{}: {}", any_case ? " (case insensitive)" : "",
                             fmt::join(good, ", ")));
}

// "*", or pairs of numbers: partition and broker. As in Kafka, an empty item is accepted, too.
bool names_replicas(const Strings& items) {
  const auto all_digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const auto pair = [&](const std::string& item) {
    const std::string_view text = item;
    const auto colon = text.find(':');
    return text.empty() || (colon != std::string_view::npos && all_digits(text.substr(0, colon)) &&
                            all_digits(text.substr(colon + 1)));
  };
  return fmt::format("{}", fmt::join(items, "")) == "*" ||
         std::all_of(items.begin(), items.end(), pair);
}

Refusal check_list(const ConfigFact& fact, const Strings& items) {
  if (lists_replicas(fact)) {
    if (names_replicas(items)) return std::nullopt;
    return invalid(
        fact, fmt::format("[{}]", fmt::join(items, ", ")),
        fmt::format("{} must be the literal '*' or a list of replicas in the following format: {}",
                    fact.name, fact.valid));
  }
  if (!lists_choices(fact)) return std::nullopt;
  for (const auto& item : items) {
    if (item.empty()) {
      return ConfigError{fmt::format("Configuration '{}' values must not be empty.", fact.name)};
    }
    if (auto refusal = check_choice(fact, item)) return refusal;
  }
  return std::nullopt;
}

Refusal check(const ConfigFact& fact, const ConfigValue& value) {
  const bool ranged = fact.valid.find(",...") != std::string_view::npos;
  if (const auto* number = std::get_if<std::int64_t>(&value); number && ranged) {
    return check_range(fact, static_cast<double>(*number), config_text(value));
  }
  if (const auto* number = std::get_if<double>(&value); number && ranged) {
    return check_range(fact, *number, config_text(value));
  }
  if (const auto* items = std::get_if<Strings>(&value)) return check_list(fact, *items);
  if (const auto* word = std::get_if<std::string>(&value)) {
    if (fact.valid.starts_with('[') || fact.valid.starts_with("(case"))
      return check_choice(fact, *word);
    if (fact.valid == "non-empty string" && word->empty()) {
      return invalid(fact, *word, "String must be non-empty");
    }
  }
  return std::nullopt;
}

}  // namespace

void throw_exception_from_error(const ConfigError& error, const boost::source_location&) {
  throw std::invalid_argument(error.message);
}

ConfigResult<ConfigValue> parse_config_type(const ConfigFact& fact, std::string_view text) {
  const auto trimmed = java::trim(text);
  switch (fact.type) {
    case ConfigType::boolean: {
      const auto word = java::lower(trimmed);
      if (word == "true" || word == "false") return ConfigValue(word == "true");
      return invalid(fact, text, "Expected value to be either true or false");
    }
    case ConfigType::int32:
      return parse_whole<std::int32_t>(fact, text);
    case ConfigType::int16:
      return parse_whole<std::int16_t>(fact, text);
    case ConfigType::int64:
      return parse_whole<std::int64_t>(fact, text);
    case ConfigType::float64:
      if (const auto number = java::parse_double(trimmed)) return ConfigValue(*number);
      return invalid(fact, text, "Not a number of type DOUBLE");
    case ConfigType::list:
      if (!lists_choices(fact)) return ConfigValue(parse_list(trimmed));
      return ConfigValue(without_repetitions(parse_list(trimmed)));
    case ConfigType::string:
    case ConfigType::class_name:
    case ConfigType::password:
      break;
  }
  return ConfigValue(std::string(trimmed));
}

ConfigResult<ConfigValue> parse_config_value(const ConfigFact& fact, std::string_view text) {
  auto value = parse_config_type(fact, text);
  if (value.has_error()) return value;
  if (auto refusal = check(fact, *value)) return *std::move(refusal);
  return value;
}

std::string config_text(const ConfigValue& value) {
  struct Text {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return java::double_text(number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const Strings& items) const {
      return fmt::format("{}", fmt::join(items, ","));
    }
  };
  return std::visit(Text{}, value);
}

}  // namespace dogear::broker
