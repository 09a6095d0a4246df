// Parses and checks values of configs by Kafka's rules, and refuses them in Kafka's words
// (ConfigDef).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/system/result.hpp>

#include "broker/configs/facts.hpp"

namespace dogear::broker {

// On the wire this is INVALID_CONFIG with the message, on the command line the message alone.
struct ConfigError {
  std::string message;
};
[[noreturn]] void throw_exception_from_error(const ConfigError& error,
                                             const boost::source_location& where);

template <class T>
using ConfigResult = boost::system::result<T, ConfigError>;

// All integers are int64; strings, class names and passwords are strings; monostate stands for
// null.
using ConfigValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

ConfigResult<ConfigValue> parse_config_value(const ConfigFact& fact, std::string_view text);

// Without the validator, as broker configs may set a default that no topic may ask for.
ConfigResult<ConfigValue> parse_config_type(const ConfigFact& fact, std::string_view text);

// The value as DescribeConfigs answers it; empty for null.
std::string config_text(const ConfigValue& value);

}  // namespace dogear::broker
