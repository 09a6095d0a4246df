// DescribeLogDirs v1-5 (KIP-113): the partitions that this node holds and their size in bytes.
//   v4    total and usable space of the directory: here --memory-limit and what is left of it
#include "protocol/messages/describe_log_dirs.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

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

Wanted wanted_partitions(const DescribeLogDirsRequest& request) {
  Wanted wanted;
  for (const auto& topic : *request.topics)
    wanted[topic.topic].insert(topic.partitions.begin(), topic.partitions.end());
  return wanted;
}

void add_topic(const storage::Topic& topic, const std::set<PartitionIndex>* wanted, NodeId node,
               Directory& directory) {
  Directory::DescribeLogDirsTopic row;
  row.name = topic.name;
  for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
    const auto index = static_cast<PartitionIndex>(i);
    const auto& partition = topic.partitions[i];
    if (!partition.has_replica(node) || (wanted && !wanted->contains(index))) continue;
    auto& told = row.partitions.emplace_back();
    told.partition_index = index;
    told.partition_size = static_cast<std::int64_t>(partition.log->size());
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
  if (!request.topics) {
    for (const auto& [name, topic] : cluster.topics.by_name())
      add_topic(*topic, nullptr, call.peer.node, directory);
    return response;
  }
  for (const auto& [name, indexes] : wanted_partitions(request))
    if (const auto* topic = cluster.topics.find(name))
      add_topic(*topic, &indexes, call.peer.node, directory);
  return response;
}

}  // namespace

constinit const ApiEntry describe_log_dirs_entry =
    serve<DescribeLogDirsRequest, describe_log_dirs, failure>();

}  // namespace dogear::broker
