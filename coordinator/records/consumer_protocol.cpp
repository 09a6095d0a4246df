#include "coordinator/records/consumer_protocol.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(coordinator::ConsumerProtocolSubscription)

namespace dogear::coordinator {

std::optional<std::vector<std::string>> subscribed_topics(const Slice& metadata) {
  constexpr std::size_t version_bytes = 2;
  if (metadata.size() < version_bytes) return std::nullopt;
  const auto body = metadata.sub(version_bytes, metadata.size() - version_bytes);
  auto decoded = protocol::decode<ConsumerProtocolSubscription>(body, 0);
  if (!decoded) return std::nullopt;
  return std::move(decoded.message.topics);
}

}  // namespace dogear::coordinator
