#include "broker/faults/request_subject.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "broker/api_table.hpp"
#include "broker/cluster.hpp"
#include "broker/faults/message_rows.hpp"
#include "protocol/any_message.hpp"

namespace dogear::broker {
namespace {

namespace json = boost::json;

void add_text(std::vector<std::string>& texts, const json::value& value) {
  if (value.is_string()) texts.emplace_back(value.get_string());
}

// A list of names, or of objects that have one.
void add_groups(const json::object& message, std::string_view list, RequestSubject& subject) {
  const auto* groups = message.if_contains(list);
  if (!groups || !groups->is_array()) return;
  for (const auto& group : groups->get_array()) {
    const auto* id = group.is_object() ? group.get_object().if_contains("groupId") : &group;
    if (id) add_text(subject.groups, *id);
  }
}

bool looks_for_groups(const json::object& message) {
  const auto* type = message.if_contains("keyType");
  return !type || *type == 0;
}

void add_groups(const json::object& message, const Call& call, RequestSubject& subject) {
  if (const auto* id = message.if_contains("groupId")) add_text(subject.groups, *id);
  add_groups(message, "groups", subject);
  add_groups(message, "groupsNames", subject);
  if (call.api_key != find_coordinator_key || !looks_for_groups(message)) return;
  if (const auto* key = message.if_contains("key")) add_text(subject.groups, *key);
  add_groups(message, "coordinatorKeys", subject);
}

// LeaveGroup names several members from v3 on; this is the first one.
std::string member_of(const json::object& message) {
  if (const auto* id = message.if_contains("memberId"); id && id->is_string())
    return std::string(id->get_string());
  const auto* members = message.if_contains("members");
  if (!members || !members->is_array() || members->get_array().empty()) return {};
  const auto& first = members->get_array().front();
  return first.is_object() ? member_of(first.get_object()) : std::string();
}

void add_session(const Cluster& cluster, const Call& call, const json::object& message,
                 RequestSubject& subject) {
  const auto* id = message.if_contains("sessionId");
  const auto sessions = cluster.fetch_sessions->find(call.peer.node);
  if (!id || !id->is_int64() || sessions == cluster.fetch_sessions->end()) return;
  const auto* session = sessions->second.find(static_cast<std::int32_t>(id->get_int64()));
  if (!session) return;
  for (const auto& wanted : session->wanted())
    subject.rows.push_back({wanted.topic, wanted.partition});
}

}  // namespace

RequestSubject subject_of(const Cluster& cluster, const Call& call, const Slice& body) {
  RequestSubject subject;
  std::string error;
  auto decoded = protocol::find_api(call.api_key)->request.decode(body, call.version, error);
  if (!decoded.is_object()) return subject;
  auto& message = decoded.get_object();
  add_groups(message, call, subject);
  subject.member = member_of(message);
  keep_rows(message, cluster, [&](const auto& topic, const auto& partition) {
    subject.rows.push_back({topic, partition});
    return true;
  });
  if (call.api_key == fetch_key) add_session(cluster, call, message, subject);
  return subject;
}

}  // namespace dogear::broker
