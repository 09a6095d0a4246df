// Which names a topic may have.
#pragma once
#include <string>
#include <string_view>

namespace dogear::broker {

// The name of the log of Kafka's controllers, which no topic may have.
inline constexpr std::string_view cluster_metadata_topic = "__cluster_metadata";

// Kafka's rule: 1 to 249 ASCII letters, digits, '.', '_' and '-', but neither "." nor "..".
bool is_legal_topic_name(std::string_view name);

// Kafka's error message for an illegal name.
std::string illegal_name_message(std::string_view name);

}  // namespace dogear::broker
