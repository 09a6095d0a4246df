// DeleteTopics v1-6: deletes topics, by name or by id.
//   v3    TOPIC_DELETION_DISABLED; before, INVALID_REQUEST
//   v5    error messages; beyond the controller mutation quota topics are not deleted; before,
//         throttled (KIP-599)
//   v6    a topic has a name or an id
#include "protocol/messages/delete_topics.hpp"

#include <algorithm>
#include <map>

#include "base/error_messages.hpp"
#include "broker/serve.hpp"
#include "broker/topics/topic_deletion.hpp"

namespace dogear::broker {
namespace {

using protocol::DeleteTopicsRequest;
using protocol::DeleteTopicsResponse;
constexpr protocol::Version strict_quota_since = 5;

using State = DeleteTopicsRequest::DeleteTopicState;
using Row = DeleteTopicsResponse::DeletableTopicResult;

// The topics of the request, whatever its version.
std::vector<State> topics_of(const DeleteTopicsRequest& request) {
  auto topics = request.topics;
  for (const auto& name : request.topic_names) topics.push_back({name, Uuid{}});
  return topics;
}

DeleteTopicsResponse failure(const DeleteTopicsRequest& request, ErrorCode error) {
  DeleteTopicsResponse response;
  for (const auto& topic : topics_of(request))
    response.responses.push_back({topic.name, topic.topic_id, error, std::nullopt});
  return response;
}

// One request, in the order of Kafka's checks.
class Deletion {
 public:
  explicit Deletion(Cluster& cluster) : cluster_(cluster) {}

  void sort(const std::vector<State>& topics);
  bool may_delete() const;
  std::vector<Row> run(BrokerTime now, MutationQuota& quota);

 private:
  void refuse(std::optional<std::string> name, const Uuid& id, ErrorCode error,
              std::string_view message);
  void refuse_repeated();
  void find_ids();
  void find_names();

  Cluster& cluster_;
  // How often the request has each.
  std::map<std::string, int> names_;
  std::map<Uuid, int> ids_;
  std::map<Uuid, std::string> to_delete_;
  std::vector<Row> rows_;
};

void Deletion::refuse(std::optional<std::string> name, const Uuid& id, ErrorCode error,
                      std::string_view message) {
  rows_.push_back({std::move(name), id, error, std::string(message)});
}

void Deletion::sort(const std::vector<State>& topics) {
  for (const auto& [name, id] : topics) {
    if (name && !id.is_zero())
      refuse(name, id, ErrorCode::invalid_request,
             "You may not specify both topic name and topic id.");
    else if (name)
      ++names_[*name];
    else if (!id.is_zero())
      ++ids_[id];
    else
      refuse(std::nullopt, id, ErrorCode::invalid_request,
             "Neither topic name nor id were specified.");
  }
}

bool Deletion::may_delete() const {
  const auto once = [](const auto& given) { return given.second == 1; };
  return std::any_of(names_.begin(), names_.end(), once) ||
         std::any_of(ids_.begin(), ids_.end(), once);
}

void Deletion::refuse_repeated() {
  for (const auto& [name, count] : names_)
    if (count > 1) refuse(name, Uuid{}, ErrorCode::invalid_request, "Duplicate topic name.");
  for (const auto& [id, count] : ids_)
    if (count > 1) refuse(std::nullopt, id, ErrorCode::invalid_request, "Duplicate topic id.");
}

void Deletion::find_ids() {
  for (const auto& [id, count] : ids_) {
    if (count > 1) continue;
    if (const auto* topic = cluster_.topics.find(id))
      to_delete_[id] = topic->name;
    else
      refuse(std::nullopt, id, ErrorCode::unknown_topic_id,
             message_of(ErrorCode::unknown_topic_id));
  }
}

void Deletion::find_names() {
  for (const auto& [name, count] : names_) {
    if (count > 1) continue;
    const auto* topic = cluster_.topics.find(name);
    if (!topic) {
      refuse(name, Uuid{}, ErrorCode::unknown_topic_or_partition,
             message_of(ErrorCode::unknown_topic_or_partition));
    } else if (ids_.contains(topic->id)) {
      // Kafka then deletes it neither by name nor by id.
      to_delete_.erase(topic->id);
      refuse(name, topic->id, ErrorCode::invalid_request,
             "The provided topic name maps to an ID that was already supplied.");
    } else {
      to_delete_[topic->id] = name;
    }
  }
}

std::vector<Row> Deletion::run(BrokerTime now, MutationQuota& quota) {
  refuse_repeated();
  find_ids();
  find_names();
  for (const auto& [id, name] : to_delete_) {
    if (!quota.take(cluster_.topics.find(name)->partitions.size())) {
      rows_.push_back({name, id, ErrorCode::throttling_quota_exceeded, std::nullopt});
      continue;
    }
    delete_topic(cluster_, name, now);
    rows_.push_back({name, id, ErrorCode::none, std::nullopt});
  }
  return std::move(rows_);
}

DeleteTopicsResponse delete_topics(Cluster& cluster, const Call& call,
                                   const DeleteTopicsRequest& request) {
  if (!cluster.config.delete_topic_enable)
    return failure(request, call.version < 3 ? ErrorCode::invalid_request
                                             : ErrorCode::topic_deletion_disabled);
  Deletion deletion(cluster);
  deletion.sort(topics_of(request));
  if (deletion.may_delete() && request.timeout_ms <= 0)
    return failure(request, ErrorCode::request_timed_out);
  DeleteTopicsResponse response;
  MutationQuota quota(cluster, call, strict_quota_since);
  response.responses = deletion.run(call.now, quota);
  response.throttle_time_ms = quota.throttle_time_ms();
  return response;
}

}  // namespace

constinit const ApiEntry delete_topics_entry = serve<DeleteTopicsRequest, delete_topics, failure>();

}  // namespace dogear::broker
