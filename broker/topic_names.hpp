// Which names a topic may have.
#pragma once
#include <string>
#include <string_view>

namespace dogear::broker {

// The log of Kafka's controllers, which is never a topic.
inline constexpr std::string_view cluster_metadata_topic = "__cluster_metadata";

// Kafka's rule: 1-249 of letters, digits, '.', '_' and '-', but neither "." nor "..".
bool is_legal_topic_name(std::string_view name);

// What is wrong with an illegal name, in Kafka's words.
std::string why_illegal(std::string_view name);

}  // namespace dogear::broker
