// Which configs a running broker lets itself be given (DynamicBrokerConfig).
#pragma once
#include <optional>

#include "broker/configs/broker_config.hpp"
#include "broker/configs/dynamic_configs.hpp"

namespace dogear::broker {

// May `next` become the settings of one broker, or of all, `layers` being as they are now? The
// refusal in Kafka's words; on the wire it is INVALID_REQUEST.
std::optional<ConfigError> check_broker_change(const BrokerConfig& config,
                                               const BrokerLayers& layers, ConfigSource altered,
                                               const Settings& next);

}  // namespace dogear::broker
