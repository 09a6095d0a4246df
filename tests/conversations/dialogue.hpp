// Requests and answers as JSON: encodes and frames the ones, decodes and checks the others.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "protocol/any_message.hpp"
#include "wire.hpp"

namespace dogear::conversations {

// The frame of a request, with its size. Throws ScriptError if the JSON does not fit the API.
std::vector<std::uint8_t> frame_of(const protocol::AnyApi& api, protocol::Version version,
                                   const boost::json::value& message, std::int32_t correlation_id,
                                   const std::optional<std::string>& client_id);

struct ReadAnswer {
  boost::json::value message;
  std::string error;  // why the frame is not this answer
};
// Bytes that our own encoder would not have written are an error too.
ReadAnswer read_answer(const protocol::AnyApi& api, protocol::Version version,
                       std::int32_t correlation_id, ByteSpan frame);

// A connection of its own that asks one request at a time: sets up topics, and warms brokers up.
class Questioner {
 public:
  Questioner(Wire& wire, int node) : wire_(wire), connection_(wire.open(node)) {}
  ~Questioner() { wire_.hang_up(connection_); }
  boost::json::value ask(std::string_view api, protocol::Version version,
                         const boost::json::value& message);

 private:
  Wire& wire_;
  WireConnection connection_;
  std::int32_t correlation_id_ = 0;
};

}  // namespace dogear::conversations
