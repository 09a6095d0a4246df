// Checks of the configs of groups and of client metrics, which can only be altered, not set in a
// file.
#pragma once
#include <optional>

#include "broker/configs/dynamic_configs.hpp"

namespace dogear::broker {

// Why a group cannot have these configs, given its broker's settings (GroupConfig).
std::optional<ConfigRefusal> check_group_configs(const Settings& wanted, const Settings& broker);

// The same for a client metrics subscription (ClientMetricsConfigs).
std::optional<ConfigRefusal> check_client_metrics_configs(const Settings& wanted);

}  // namespace dogear::broker
