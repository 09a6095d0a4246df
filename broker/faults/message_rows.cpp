#include "broker/faults/message_rows.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/uuid.hpp"
#include "broker/cluster.hpp"

namespace dogear::broker {
namespace {

namespace json = boost::json;

// What the APIs call these lists and their members.
constexpr std::array<std::string_view, 5> topic_lists = {"topics", "topicData", "topicPartitions",
                                                         "responses", "topicNames"};
constexpr std::array<std::string_view, 4> partition_lists = {
    "partitions", "partitionData", "partitionIndexes", "partitionResponses"};
constexpr std::array<std::string_view, 3> topic_names = {"name", "topic", "topicName"};
constexpr std::array<std::string_view, 3> partition_names = {"partitionIndex", "partition",
                                                             "index"};

template <std::size_t Size>
json::value* member_of(json::object& object, const std::array<std::string_view, Size>& names) {
  for (const auto name : names)
    if (auto* value = object.if_contains(name)) return value;
  return nullptr;
}

// The first of these lists that is there.
template <std::size_t Size>
json::array* list_in(json::object& object, const std::array<std::string_view, Size>& names) {
  for (const auto name : names)
    if (auto* value = object.if_contains(name); value && value->is_array())
      return &value->get_array();
  return nullptr;
}

std::string topic_of(json::value& element, const Cluster& cluster) {
  if (element.is_string()) return std::string(element.get_string());
  if (!element.is_object()) return {};
  auto& topic = element.get_object();
  const auto* name = member_of(topic, topic_names);
  if (name && name->is_string() && !name->get_string().empty())
    return std::string(name->get_string());
  const auto* id = topic.if_contains("topicId");
  const auto uuid = id && id->is_string() ? Uuid::parse(id->get_string()) : std::nullopt;
  const auto* found = uuid ? cluster.topics.find(*uuid) : nullptr;
  return found ? found->name : std::string();
}

std::optional<PartitionIndex> partition_of(json::value& element) {
  const auto* number =
      element.is_object() ? member_of(element.get_object(), partition_names) : &element;
  if (!number || !number->is_int64()) return std::nullopt;
  return static_cast<PartitionIndex>(number->get_int64());
}

// Also visits the lists within groups (OffsetFetch from v8 on).
template <class F>
void for_each_topic_list(json::object& message, F f) {
  if (auto* topics = list_in(message, topic_lists)) f(*topics);
  auto* groups = message.if_contains("groups");
  if (!groups || !groups->is_array()) return;
  for (auto& group : groups->get_array())
    if (group.is_object()) for_each_topic_list(group.get_object(), f);
}

void erase_unless(json::array& list, const std::function<bool(json::value&)>& keep) {
  list.erase(std::remove_if(list.begin(), list.end(),
                            [&](json::value& element) { return !keep(element); }),
             list.end());
}

// Whether two elements of a list stand for the same group, topic or partition.
bool is_same(json::value& one, json::value& other) {
  if (!one.is_object() || !other.is_object()) return one == other;
  constexpr std::array<std::string_view, 7> names = {
      "groupId", "name", "topic", "topicId", "partitionIndex", "partition", "index"};
  for (const auto name : names) {
    const auto* mine = one.get_object().if_contains(name);
    const auto* its = other.get_object().if_contains(name);
    if (mine && its && *mine != *its) return false;
  }
  return true;
}

bool is_list_of_rows(std::string_view name) {
  const auto is_in = [&](const auto& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return name == "groups" || is_in(topic_lists) || is_in(partition_lists);
}

void merge_lists(json::array& list, json::array& other) {
  for (auto& element : other) {
    const auto same = std::find_if(list.begin(), list.end(),
                                   [&](json::value& mine) { return is_same(mine, element); });
    if (same == list.end())
      list.push_back(element);
    else if (!element.is_object() || partition_of(element))
      *same = element;
    else
      merge_rows(same->get_object(), element.get_object());
  }
}

}  // namespace

bool keep_rows(json::object& message, const Cluster& cluster, const RowPredicate& meant) {
  bool any = false;
  for_each_topic_list(message, [&](json::array& topics) {
    erase_unless(topics, [&](json::value& topic) {
      const auto name = topic_of(topic, cluster);
      auto* partitions = topic.is_object() ? list_in(topic.get_object(), partition_lists) : nullptr;
      if (!partitions) return meant(name, std::nullopt);
      erase_unless(*partitions,
                   [&](json::value& element) { return meant(name, partition_of(element)); });
      return !partitions->empty();
    });
    any |= !topics.empty();
  });
  return any;
}

void merge_rows(json::object& message, const json::object& other) {
  auto copy = other;
  for (auto& member : copy) {
    if (!is_list_of_rows(member.key()) || !member.value().is_array()) continue;
    auto& mine = message[member.key()];
    if (mine.is_array())
      merge_lists(mine.get_array(), member.value().get_array());
    else
      mine = member.value();
  }
}

}  // namespace dogear::broker
