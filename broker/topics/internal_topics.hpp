// Kafka's internal topics, which are created when first needed, with settings of their own.
#pragma once
#include <string_view>

#include "broker/configs/broker_config.hpp"
#include "protocol/messages/create_topics.hpp"

namespace dogear::broker {

// The creation request that Kafka sends to itself for one of them.
// REQUIRES: storage::Topic::is_internal(name).
protocol::CreateTopicsRequest::CreatableTopic internal_topic(const BrokerConfig& config,
                                                             std::string_view name);

}  // namespace dogear::broker
