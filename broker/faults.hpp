// The one place where a rule can touch a request, before it begins or before its answer leaves.
// Handlers know nothing of it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error_code.hpp"
#include "broker/call.hpp"

namespace dogear::broker {

struct FaultMatch {
  std::optional<protocol::ApiKey> api;
  std::optional<NodeId> node;
  std::optional<std::string> client_id;
};

// Before the request takes effect: answered with this error as a whole.
struct FailWith {
  ErrorCode error;
};
// Before the request takes effect.
struct CutBefore {};
// The request takes effect; its answer is lost and the connection closed.
struct CutAfter {};
// The request takes effect; its answer is lost and the connection stays.
struct DropResponse {};
using FaultAction = std::variant<FailWith, CutBefore, CutAfter, DropResponse>;

struct FaultRule {
  FaultMatch match;
  FaultAction action;
  std::int64_t times = 1;  // how often it fires
  std::int64_t after = 0;  // matching requests that pass first
  std::int64_t fired = 0;
};

class Faults {
 public:
  void add(FaultRule rule) { rules_.push_back(std::move(rule)); }
  const std::vector<FaultRule>& rules() const { return rules_; }
  // The action of the first rule that fires for this request, which then counts as fired.
  std::optional<FaultAction> admit(const Call& call);

 private:
  std::vector<FaultRule> rules_;
};

}  // namespace dogear::broker
