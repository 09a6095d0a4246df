#include "consumer_protocol.hpp"

#include <boost/json/object.hpp>

#include "coordinator/records/consumer_protocol.hpp"
#include "protocol/describe.hpp"
#include "script.hpp"

namespace dogear::conversations {

using protocol::since;
using Assignment = coordinator::ConsumerProtocolAssignment;
using TopicPartitions = Assignment::TopicPartitions;

// All fields, where the coordinator's description has those of version 0.
struct Subscription {
  static constexpr protocol::Api api{.name = "ConsumerProtocolSubscription",
                                     .versions = protocol::between(0, 3)};
  std::vector<std::string> topics;
  std::optional<Slice> user_data;
  std::vector<TopicPartitions> owned_partitions;
  std::int32_t generation_id = -1;
  std::optional<std::string> rack_id;
  static void fields(auto& io, auto& self) {
    io("topics", self.topics);
    io("userData", self.user_data);
    io("ownedPartitions", self.owned_partitions, since(1));
    io("generationId", self.generation_id, since(2));
    io("rackId", self.rack_id, since(3));
  }
};

namespace {

namespace json = boost::json;

// The message with its version before it, two bytes.
template <class M>
std::vector<std::uint8_t> from(const json::value& value) {
  auto object = value.as_object();
  protocol::Version version = 0;
  if (const auto* given = object.if_contains("version")) {
    version = given->to_number<protocol::Version>();
    object.erase("version");
  }
  const auto read = protocol::from_json<M>(json::value(object), version);
  if (!read) throw ScriptError(std::string(M::api.name) + ": " + read.error);
  protocol::Encoder encoder(version, false);
  encoder.put_int16(version);
  protocol::encode_into(encoder, read.message);
  return protocol::flattened(encoder.finish());
}

template <class M>
std::optional<json::value> show(ByteSpan bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto version = static_cast<protocol::Version>(bytes[0] << 8 | bytes[1]);
  if (!M::api.versions.contain(version)) return std::nullopt;
  const auto read = protocol::decode<M>(Slice(bytes.subspan(2)), version);
  if (!read) return std::nullopt;
  json::object shown{{"version", version}};
  const auto fields = protocol::to_json(read.message, version);
  for (const auto& member : fields.get_object()) shown[member.key()] = member.value();
  const auto again = from<M>(shown);
  if (!std::equal(bytes.begin(), bytes.end(), again.begin(), again.end())) return std::nullopt;
  return shown;
}

}  // namespace

std::vector<std::uint8_t> subscription_from(const json::value& value) {
  return from<Subscription>(value);
}
std::vector<std::uint8_t> assignment_from(const json::value& value) {
  return from<Assignment>(value);
}
std::optional<json::value> show_subscription(ByteSpan bytes) { return show<Subscription>(bytes); }
std::optional<json::value> show_assignment(ByteSpan bytes) { return show<Assignment>(bytes); }

}  // namespace dogear::conversations
