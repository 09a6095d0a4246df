#include "broker/control/wanted_partitions.hpp"

#include <limits>

#include <fmt/format.h>

#include "broker/control/inner_client.hpp"

namespace dogear::broker::control {

std::optional<PartitionIndex> read_partition(RequestReader& reader) {
  const auto index = reader.number("partition", 0, std::numeric_limits<PartitionIndex>::max());
  return index ? std::optional(static_cast<PartitionIndex>(*index)) : std::nullopt;
}

WantedPartitions read_partitions(RequestReader& reader) {
  auto topic = reader.required_text("topic");
  return {std::move(topic), read_partition(reader)};
}

boost::system::result<const storage::Topic*, Problem> find_topic(const Cluster& cluster,
                                                                 const WantedPartitions& wanted) {
  constexpr auto unknown = ErrorCode::unknown_topic_or_partition;
  const auto* topic = cluster.topics.find(wanted.topic);
  if (!topic) return refusal(unknown, std::nullopt, "topic");
  if (!wanted.partition || topic->partition(*wanted.partition)) return topic;
  return refusal(unknown, fmt::format("the topic has {} partitions", topic->partitions.size()),
                 "partition");
}

}  // namespace dogear::broker::control
