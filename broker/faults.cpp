#include "broker/faults.hpp"

namespace dogear::broker {
namespace {

bool matches(const FaultMatch& match, const Call& call) {
  return (!match.api || *match.api == call.api_key) &&
         (!match.node || *match.node == call.peer.node) &&
         (!match.client_id || *match.client_id == call.client_id);
}

}  // namespace

std::optional<FaultAction> Faults::admit(const Call& call) {
  for (auto& rule : rules_) {
    if (rule.fired == rule.times || !matches(rule.match, call)) continue;
    if (rule.after > 0) {
      --rule.after;
      continue;
    }
    ++rule.fired;
    return rule.action;
  }
  return std::nullopt;
}

}  // namespace dogear::broker
