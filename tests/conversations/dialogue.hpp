// Requests and answers as JSON over a wire: frames them, matches them, notices what is too much.
#pragma once
#include <deque>
#include <map>
#include <string>

#include <boost/json/value.hpp>

#include "protocol/any_message.hpp"
#include "wire.hpp"

namespace dogear::conversations {

// The bytes of a request, its size in front. Throws ScriptError where the JSON does not fit.
std::vector<std::uint8_t> frame_of(const protocol::AnyApi& api, protocol::Version version,
                                   const boost::json::value& message, std::int32_t correlation_id,
                                   const std::optional<std::string>& client_id);

struct ReadAnswer {
  boost::json::value message;
  std::string error;  // why the bytes are no such answer
};
// Also an error: bytes that our own encoder would not have written.
ReadAnswer read_answer(const protocol::AnyApi& api, protocol::Version version,
                       std::int32_t correlation_id, ByteSpan frame);

// One request at a time, for what comes before a conversation and for steps that are tried again.
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
