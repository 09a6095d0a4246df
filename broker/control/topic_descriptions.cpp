// topics/list and topics/describe: topics, their partitions and their logs.
#include <boost/json/array.hpp>

#include "broker/control/topics.hpp"
#include "broker/control/wanted_partitions.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

std::size_t bytes_of_logs(const storage::Topic& topic) {
  std::size_t bytes = 0;
  for (const auto& partition : topic.partitions) bytes += partition.log->size();
  return bytes;
}

json::object told(const storage::Topic& topic) {
  return {{"topic", topic.name},
          {"id", topic.id.to_string()},
          {"partitions", topic.partitions.size()},
          {"replicationFactor", topic.partitions.front().replicas.size()},
          {"internal", topic.internal()},
          {"bytes", bytes_of_logs(topic)}};
}

json::array told(const storage::LeaderEpochs& epochs) {
  json::array list;
  for (const auto& [epoch, start_offset] : epochs.entries())
    list.push_back(json::object{{"epoch", epoch}, {"startOffset", start_offset}});
  return list;
}

json::object told(const storage::Topic& topic, PartitionIndex index) {
  const auto& partition = *topic.partition(index);
  const auto& log = *partition.log;
  return {{"partition", index},
          {"leader", partition.leader},
          {"leaderEpoch", partition.leader_epoch},
          {"replicas", json::array(partition.replicas.begin(), partition.replicas.end())},
          {"inSync", json::array(topic.in_sync(index).begin(), topic.in_sync(index).end())},
          {"logStartOffset", log.log_start_offset()},
          {"lastStableOffset", log.last_stable_offset()},
          {"highWatermark", log.high_watermark()},
          {"logEndOffset", log.log_end_offset()},
          {"epochs", told(log.epochs())},
          {"segments", log.segments().size()},
          {"bytes", log.size()}};
}

}  // namespace

Answer list_topics(Broker& broker, const json::object& request) {
  const RequestReader reader(request);
  if (auto problem = reader.problem()) return *std::move(problem);
  json::array topics;
  for (const auto& [name, topic] : broker.cluster().topics.by_name())
    topics.push_back(told(*topic));
  return json::object{{"topics", std::move(topics)}};
}

Answer describe_topic(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto wanted = read_partitions(reader);
  if (auto problem = reader.problem()) return *std::move(problem);
  const auto found = find_topic(broker.cluster(), wanted);
  if (!found) return found.error();
  const auto& topic = **found;

  json::array partitions;
  for (PartitionIndex index = 0; topic.partition(index); ++index)
    if (wanted.contain(index)) partitions.push_back(told(topic, index));
  json::object configs;
  for (const auto& [name, value] : topic.config_overrides) configs[name] = value;
  auto description = told(topic);
  description["configs"] = std::move(configs);
  description["partitions"] = std::move(partitions);
  return description;
}

}  // namespace dogear::broker::control
