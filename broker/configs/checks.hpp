// What Kafka checks across its broker configs before it starts.
#pragma once
#include <optional>

#include "broker/configs/broker_config.hpp"

namespace dogear::broker {

// The refusal in Kafka's words, if there is one. Looked at are single configs that are valid by
// themselves.
std::optional<ConfigError> check_together(const BrokerConfig& config);

}  // namespace dogear::broker
