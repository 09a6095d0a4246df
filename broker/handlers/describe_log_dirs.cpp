// DescribeLogDirs v1-5 (KIP-113): the partitions that this node holds and their size in bytes.
//   v4    total and usable space of the directory: here --memory-limit and what is left of it
#include "protocol/messages/describe_log_dirs.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "broker/answer_order.hpp"
#include "broker/cluster.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::DescribeLogDirsRequest;
using protocol::DescribeLogDirsResponse;
using Directory = DescribeLogDirsResponse::DescribeLogDirsResult;

// Kafka's default; nothing is ever there.
constexpr const char* log_dir = "/tmp/kafka-logs";

DescribeLogDirsResponse failure(const DescribeLogDirsRequest&, ErrorCode error) {
  DescribeLogDirsResponse response;
  response.error_code = error;
  return response;
}

using Wanted = std::map<std::string, std::set<PartitionIndex>>;

// What a node keeps: of which topics, and how many logs.
struct Kept {
  std::vector<std::string> topics;
  std::size_t logs = 0;
};

Kept kept_by(const Cluster& cluster, NodeId node) {
  Kept kept;
  for (const auto& [name, topic] : cluster.topics.by_name()) {
    const auto logs = std::count_if(topic->partitions.begin(), topic->partitions.end(),
                                    [&](const auto& p) { return p.has_replica(node); });
    if (logs == 0) continue;
    kept.topics.push_back(name);
    kept.logs += static_cast<std::size_t>(logs);
  }
  sort_as_immutable_map(kept.topics);
  return kept;
}

Wanted wanted_partitions(const DescribeLogDirsRequest& request) {
  Wanted wanted;
  for (const auto& topic : *request.topics)
    wanted[topic.topic].insert(topic.partitions.begin(), topic.partitions.end());
  return wanted;
}

void add_topic(const storage::Topic& topic, const std::set<PartitionIndex>* wanted, NodeId node,
               std::size_t logs, Directory& directory) {
  std::vector<PartitionIndex> indexes;
  for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
    const auto index = static_cast<PartitionIndex>(i);
    if (topic.partitions[i].has_replica(node) && (!wanted || wanted->contains(index)))
      indexes.push_back(index);
  }
  sort_as_concurrent_map(topic.name, indexes, logs);
  Directory::DescribeLogDirsTopic row;
  row.name = topic.name;
  for (const auto index : indexes) {
    auto& told = row.partitions.emplace_back();
    told.partition_index = index;
    told.partition_size = static_cast<std::int64_t>(topic.partition(index)->log->size());
  }
  if (!row.partitions.empty()) directory.topics.push_back(std::move(row));
}

DescribeLogDirsResponse describe_log_dirs(const Cluster& cluster, const Call& call,
                                          const DescribeLogDirsRequest& request) {
  DescribeLogDirsResponse response;
  auto& directory = response.results.emplace_back();
  directory.log_dir = log_dir;
  const auto& memory = *cluster.memory;
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  directory.total_bytes = static_cast<std::int64_t>(std::min(memory.limit(), most));
  directory.usable_bytes =
      directory.total_bytes - static_cast<std::int64_t>(std::min(memory.used(), memory.limit()));
  const auto wanted = request.topics ? wanted_partitions(request) : Wanted{};
  const auto kept = kept_by(cluster, call.peer.node);
  for (const auto& name : kept.topics) {
    const auto asked = wanted.find(name);
    if (request.topics && asked == wanted.end()) continue;
    add_topic(*cluster.topics.find(name), request.topics ? &asked->second : nullptr, call.peer.node,
              kept.logs, directory);
  }
  return response;
}

}  // namespace

constinit const ApiEntry describe_log_dirs_entry =
    serve<DescribeLogDirsRequest, describe_log_dirs, failure>();

}  // namespace dogear::broker
