// Which configs have an effect here, and which member each of them sets. One without a row has
// none.
#pragma once
#include <span>
#include <string_view>

#include "broker/configs/broker_config.hpp"

namespace dogear::broker {

struct BrokerMeaning {
  std::string_view name;
  void (*set)(BrokerConfig&, const ConfigValue&);
};
std::span<const BrokerMeaning> broker_meanings();

enum class Effect { acts, none };

// A topic config may have a member without having an effect yet.
struct TopicMeaning {
  std::string_view name;
  void (*set)(storage::TopicConfig&, const ConfigValue&);
  Effect effect;
};
std::span<const TopicMeaning> topic_meanings();

}  // namespace dogear::broker
