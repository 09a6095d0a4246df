// What a handler returns: an answer, what the request waits for, or why there is no answer at all.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/waiting.hpp"
#include "protocol/encoder.hpp"

namespace dogear::broker {

struct Cluster;

// A Produce with acks=0 is not answered.
struct NoAnswer {
  Millis throttle{0};  // as in Answer
};
// What Kafka does with a request that it cannot answer.
struct CloseConnection {
  std::string why;
};

enum class WireDeadline { ahead, reached };

struct Asking {
  BrokerTime now;
  WireTime wire_now;
  WireDeadline deadline;
};

// A request that cannot be answered yet. `ask` is called whenever something in `waits_for` has
// changed, and at the deadline, when it must answer. An `ask` that returns nothing must not have
// changed anything. It owns all that it needs, since the frame of the request is gone by then.
template <class Response>
struct Waiting {
  std::vector<WaitId> waits_for;
  std::optional<WireTime> deadline;
  std::function<std::optional<Response>(Cluster&, const Asking&)> ask;
};

template <class Response>
using Reply = std::variant<Response, Waiting<Response>, NoAnswer, CloseConnection>;

// An answer in bytes, ready for one gathered write.
struct Answer {
  protocol::ByteChain frame;
  protocol::ApiKey api_key;
  ErrorCode error;  // the first one in the answer, for the metrics
  Millis throttle;  // for so long no other request of the connection begins (KIP-219)
};

// The same with an answer in bytes.
using WaitingFrame = Waiting<Answer>;
using Outcome = std::variant<Answer, WaitingFrame, NoAnswer, CloseConnection>;

}  // namespace dogear::broker
