// The topics that Kafka keeps for itself: made when first needed, with settings of their own.
#pragma once
#include <string_view>

#include "broker/configs/broker_config.hpp"
#include "protocol/messages/create_topics.hpp"

namespace dogear::broker {

// How Kafka asks itself for one of them.
// REQUIRES: storage::Topic::is_internal(name).
protocol::CreateTopicsRequest::CreatableTopic internal_topic(const BrokerConfig& config,
                                                             std::string_view name);

}  // namespace dogear::broker
