// Kafka's checks that involve several broker configs, before it starts.
#pragma once
#include <optional>

#include "broker/configs/broker_config.hpp"

namespace dogear::broker {

// The refusal in Kafka's words, if there is one.
// REQUIRES: each config has a valid value by itself.
std::optional<ConfigError> check_together(const BrokerConfig& config);

}  // namespace dogear::broker
