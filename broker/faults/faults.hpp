// Rules that make requests fail, wait or lose their answers. The broker applies them before a
// request begins and before its answer is sent (fault_gate.cpp); handlers know nothing of them.
#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "base/error_code.hpp"
#include "broker/call.hpp"
#include "broker/faults/request_subject.hpp"

namespace dogear::broker {

using FaultId = std::uint64_t;

// A member without a value matches everything.
struct FaultMatch {
  std::optional<protocol::ApiKey> api;
  std::optional<NodeId> node;
  std::optional<std::string> client_id;
  std::optional<std::string> group;
  std::optional<std::string> topic;
  std::optional<PartitionIndex> partition;

  bool names_rows() const { return topic || partition; }
  bool matches_row(const std::string& of_topic, std::optional<PartitionIndex> index) const {
    return (!topic || *topic == of_topic) && (!partition || partition == index);
  }
};

// When an action acts: before the request takes effect, or after that but before its answer is
// sent.
enum class FaultTime { before, after };

// Answered with this error, without effect: as a whole, or only the rows that the rule names.
struct FailWith {
  ErrorCode error;
};
struct CutBefore {};
// The request takes effect; its answer is lost and the connection closed.
struct CutAfter {};
// The request takes effect; its answer is lost and the connection stays.
struct DropResponse {};
// The request or answer is kept for this time. The connection's next requests wait behind it.
struct Delay {
  Millis time;
  FaultTime when = FaultTime::before;
};
// The same, until the rule releases it.
struct Hold {
  FaultTime when = FaultTime::before;
};
using FaultAction = std::variant<FailWith, CutBefore, CutAfter, DropResponse, Delay, Hold>;

constexpr std::int64_t forever = std::numeric_limits<std::int64_t>::max();

struct FaultRule {
  FaultMatch match;
  FaultAction action;
  std::int64_t times = 1;  // how often it fires
  std::int64_t after = 0;  // matching requests that pass first
  std::int64_t fired = 0;
};

// A rule that has fired, as it was then, and the request for which it did.
struct FiredFault {
  FaultId rule;
  FaultAction action;
  FaultMatch match;
  protocol::ApiKey api_key;
  std::string client_id;
  RequestSubject subject;
};

class Faults {
 public:
  FaultId add(FaultRule rule);
  // False when there is none.
  bool remove(FaultId id) { return rules_.erase(id) == 1; }
  void clear() { rules_.clear(); }
  // In the order in which they were added.
  const std::map<FaultId, FaultRule>& rules() const { return rules_; }

  // Finds the first rule that fires for this request, and counts that. The subject of the request
  // is asked for only if a rule matches the call.
  std::optional<FiredFault> admit(const Call& call,
                                  const std::function<RequestSubject()>& subject_of_request);

 private:
  // No id is used twice.
  FaultId last_id_ = 0;
  std::map<FaultId, FaultRule> rules_;
};

}  // namespace dogear::broker
