#include "broker/faults/faults.hpp"

#include <algorithm>
#include <utility>

namespace dogear::broker {
namespace {

bool matches_call(const FaultMatch& match, const Call& call) {
  return (!match.api || *match.api == call.api_key) &&
         (!match.node || *match.node == call.peer.node) &&
         (!match.client_id || *match.client_id == call.client_id);
}

bool matches_subject(const FaultMatch& match, const RequestSubject& subject) {
  const auto is_meant = [&](const RequestSubject::Row& row) {
    return match.matches_row(row.topic, row.partition);
  };
  return (!match.group || std::find(subject.groups.begin(), subject.groups.end(), *match.group) !=
                              subject.groups.end()) &&
         (!match.names_rows() || std::any_of(subject.rows.begin(), subject.rows.end(), is_meant));
}

}  // namespace

FaultId Faults::add(FaultRule rule) {
  rules_.emplace(++last_id_, std::move(rule));
  return last_id_;
}

std::optional<FiredFault> Faults::admit(const Call& call,
                                        const std::function<RequestSubject()>& subject_of_request) {
  std::optional<RequestSubject> subject;
  for (auto& [id, rule] : rules_) {
    if (rule.fired == rule.times || !matches_call(rule.match, call)) continue;
    if (!subject) subject = subject_of_request();
    if (!matches_subject(rule.match, *subject)) continue;
    if (rule.after > 0) {
      --rule.after;
      continue;
    }
    ++rule.fired;
    return FiredFault{id,           rule.action,    rule.match,
                      call.api_key, call.client_id, *std::move(subject)};
  }
  return std::nullopt;
}

}  // namespace dogear::broker
