// What a handler gives back: an answer, or why there is none yet, or none at all.
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

// With acks=0, nothing is answered.
struct NoAnswer {
  Millis throttle{0};  // as in Answer
};
// Kafka's way of answering what has no answer.
struct CloseConnection {
  std::string why;
};

enum class WireDeadline { ahead, reached };

struct Asking {
  BrokerTime now;
  WireTime wire_now;
  WireDeadline deadline;
};

// A request that cannot be answered yet: what it waits for will change after this. `ask` is tried
// again when something it waits for has changed, and at its deadline, when it must answer. An ask
// that answers nothing has changed nothing. It owns what it needs: the frame of the request is gone
// by then.
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
  Millis throttle;  // so long no other request of the connection is begun (KIP-219)
};

// The same, once the answer is bytes.
using WaitingFrame = Waiting<Answer>;
using Outcome = std::variant<Answer, WaitingFrame, NoAnswer, CloseConnection>;

}  // namespace dogear::broker
