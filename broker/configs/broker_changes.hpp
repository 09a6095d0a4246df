// Which configs of a running broker may be altered, and to what (DynamicBrokerConfig).
#pragma once
#include <optional>

#include "broker/configs/broker_config.hpp"
#include "broker/configs/dynamic_configs.hpp"

namespace dogear::broker {

// Why `next` cannot become the settings of the layer `altered` among the current `layers`, in
// Kafka's words; nothing if it can. On the wire a refusal is INVALID_REQUEST.
std::optional<ConfigError> check_broker_change(const BrokerConfig& config,
                                               const BrokerLayers& layers, ConfigSource altered,
                                               const Settings& next);

}  // namespace dogear::broker
