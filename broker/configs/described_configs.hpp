// The configs of a resource as DescribeConfigs answers them (ConfigHelper).
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "broker/configs/dynamic_configs.hpp"
#include "broker/configs/facts.hpp"

namespace dogear::broker {

struct ConfigSynonym {
  std::string name;
  std::optional<std::string> value;
  ConfigSource source = ConfigSource::kafka_default;
};

struct DescribedConfig {
  std::string name;
  std::optional<std::string> value;
  bool read_only = false;
  bool sensitive = false;
  std::optional<ConfigType> type;  // nothing for a config that Kafka does not know
  // All places that have a value for it; the first one is effective.
  std::vector<ConfigSynonym> synonyms;

  ConfigSource source() const {
    return synonyms.empty() ? ConfigSource::kafka_default : synonyms.front().source;
  }
};

// Whether a config is asked for.
using Wanted = std::function<bool(std::string_view name)>;

std::vector<DescribedConfig> describe_topic(const BrokerLayers& broker, const Settings& own,
                                            const Wanted& wanted);
std::vector<DescribedConfig> describe_broker(const BrokerLayers& broker, const Wanted& wanted);
// Only the configs that are set for all brokers.
std::vector<DescribedConfig> describe_all_brokers(const BrokerLayers& broker, const Wanted& wanted);
std::vector<DescribedConfig> describe_group(const BrokerLayers& broker, const Settings& own,
                                            const Wanted& wanted);
std::vector<DescribedConfig> describe_client_metrics(const Settings& own, const Wanted& wanted);

}  // namespace dogear::broker
