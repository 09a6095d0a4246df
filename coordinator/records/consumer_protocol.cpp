#include "coordinator/records/consumer_protocol.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(coordinator::ConsumerProtocolSubscription)
DOGEAR_MESSAGE(coordinator::ConsumerProtocolAssignment)

namespace dogear::coordinator {
namespace {

// The fields of version 0, which follow an int16 that tells the version.
template <class M>
std::optional<M> beginning_of(const Slice& bytes) {
  constexpr std::size_t version_bytes = 2;
  if (bytes.size() < version_bytes) return std::nullopt;
  const auto body = bytes.sub(version_bytes, bytes.size() - version_bytes);
  auto decoded = protocol::decode<M>(body, 0);
  if (!decoded) return std::nullopt;
  return std::move(decoded.message);
}

}  // namespace

std::optional<std::vector<std::string>> subscribed_topics(const Slice& metadata) {
  auto subscription = beginning_of<ConsumerProtocolSubscription>(metadata);
  if (!subscription) return std::nullopt;
  return std::move(subscription->topics);
}

std::optional<std::vector<ConsumerProtocolAssignment::TopicPartitions>> assigned_partitions(
    const Slice& bytes) {
  auto assignment = beginning_of<ConsumerProtocolAssignment>(bytes);
  if (!assignment) return std::nullopt;
  return std::move(assignment->assigned_partitions);
}

}  // namespace dogear::coordinator
