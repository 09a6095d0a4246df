#include "broker/topics/internal_topics.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include "base/java_text.hpp"
#include "broker/configs/facts.hpp"
#include "storage/topics.hpp"

namespace dogear::broker {
namespace {

// A topic config with either its value or the broker config that its value comes from.
struct KindSetting {
  std::string_view topic_config;
  std::string_view value;
  std::string_view broker_config;
};

constexpr KindSetting of_consumer_offsets[] = {
    {"cleanup.policy", "compact", {}},
    {"compression.type", "producer", {}},
    {"segment.bytes", {}, "offsets.topic.segment.bytes"},
};
constexpr KindSetting of_transaction_state[] = {
    {"cleanup.policy", "compact", {}},
    {"compression.type", "uncompressed", {}},
    {"min.insync.replicas", {}, "transaction.state.log.min.isr"},
    {"segment.bytes", {}, "transaction.state.log.segment.bytes"},
    {"unclean.leader.election.enable", "false", {}},
};
constexpr KindSetting of_share_group_state[] = {
    {"cleanup.policy", "delete", {}},
    {"compression.type", "producer", {}},
    {"min.insync.replicas", {}, "share.coordinator.state.topic.min.isr"},
    {"retention.ms", "-1", {}},
    {"segment.bytes", {}, "share.coordinator.state.topic.segment.bytes"},
};

struct Kind {
  std::string_view name;
  std::string_view partitions_config;
  std::string_view replication_factor_config;
  std::span<const KindSetting> settings;
};

constexpr Kind kinds[] = {
    {storage::consumer_offsets_topic, "offsets.topic.num.partitions",
     "offsets.topic.replication.factor", of_consumer_offsets},
    {storage::transaction_state_topic, "transaction.state.log.num.partitions",
     "transaction.state.log.replication.factor", of_transaction_state},
    {storage::share_group_state_topic, "share.coordinator.state.topic.num.partitions",
     "share.coordinator.state.topic.replication.factor", of_share_group_state},
};

std::string broker_setting(const BrokerConfig& config, std::string_view name) {
  const auto setting = config.settings.find(name);
  if (setting != config.settings.end()) return setting->second;
  return std::string(*find_config(broker_config_facts(), name)->default_value);
}

template <class Integer>
Integer broker_number(const BrokerConfig& config, std::string_view name) {
  return static_cast<Integer>(
      java::parse_integer(java::trim(broker_setting(config, name))).value_or(0));
}

}  // namespace

protocol::CreateTopicsRequest::CreatableTopic internal_topic(const BrokerConfig& config,
                                                             std::string_view name) {
  const auto& kind = *std::find_if(std::begin(kinds), std::end(kinds),
                                   [&](const Kind& each) { return each.name == name; });
  protocol::CreateTopicsRequest::CreatableTopic topic;
  topic.name = name;
  topic.num_partitions = broker_number<std::int32_t>(config, kind.partitions_config);
  topic.replication_factor = broker_number<std::int16_t>(config, kind.replication_factor_config);
  for (const auto& setting : kind.settings)
    topic.configs.push_back(
        {std::string(setting.topic_config), setting.broker_config.empty()
                                                ? std::string(setting.value)
                                                : broker_setting(config, setting.broker_config)});
  return topic;
}

}  // namespace dogear::broker
