// The configs of groups and of clients' metrics, which exist only while brokers run.
#pragma once
#include <optional>

#include "broker/configs/dynamic_configs.hpp"

namespace dogear::broker {

// May a group have these? Checked against what the broker, whose settings are given, allows
// (GroupConfig).
std::optional<ConfigRefusal> check_group_configs(const Settings& wanted, const Settings& broker);

// ClientMetricsConfigs.
std::optional<ConfigRefusal> check_client_metrics_configs(const Settings& wanted);

}  // namespace dogear::broker
