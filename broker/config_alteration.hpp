// Alters the configs of topics, brokers, groups and clients' metrics. What acts here acts at once.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "broker/call.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {

// With the numbers of IncrementalAlterConfigs; others come in, too.
enum class ConfigOperation : std::int8_t { set = 0, remove = 1, append = 2, subtract = 3 };

struct ConfigChange {
  std::string name;
  ConfigOperation operation = ConfigOperation::set;
  std::optional<std::string> value;
};

struct ResourceChange {
  std::int8_t resource_type = 0;
  std::string resource_name;
  std::vector<ConfigChange> configs;
};

// AlterConfigs replaces all that a resource has, IncrementalAlterConfigs changes what it names.
enum class Alteration { replaces, increments };
enum class ValidateOnly : bool { no, yes };

// For each resource why it was not altered, if it was not.
std::vector<std::optional<ConfigRefusal>> alter_configs(Cluster& cluster, const Call& call,
                                                        std::span<const ResourceChange> changes,
                                                        Alteration alteration,
                                                        ValidateOnly validate_only);

}  // namespace dogear::broker
