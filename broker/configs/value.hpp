// The value of a config: parsed and checked by Kafka's rules, refused in Kafka's words (ConfigDef).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/system/result.hpp>

#include "broker/configs/facts.hpp"

namespace dogear::broker {

// On the wire this is INVALID_CONFIG with the message; on the command line the message.
struct ConfigError {
  std::string message;
};
[[noreturn]] void throw_exception_from_error(const ConfigError& error,
                                             const boost::source_location& where);

template <class T>
using ConfigResult = boost::system::result<T, ConfigError>;

// All integers are int64, strings, class names and passwords are strings; monostate is Kafka's
// null.
using ConfigValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

ConfigResult<ConfigValue> parse_config_value(const ConfigFact& fact, std::string_view text);

// Without Kafka's validator: broker configs may make a default that no topic may ask for.
ConfigResult<ConfigValue> parse_config_type(const ConfigFact& fact, std::string_view text);

// As DescribeConfigs tells a value; an empty text for null.
std::string config_text(const ConfigValue& value);

}  // namespace dogear::broker
