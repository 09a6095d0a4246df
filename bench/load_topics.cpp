// Prepares for a load and cleans up after it: waits for the broker, creates and deletes topics.
#include "bench/load.hpp"
#include "protocol/messages/create_topics.hpp"
#include "protocol/messages/delete_topics.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/metadata.hpp"

namespace dogear::bench {
namespace {

using protocol::MetadataRequest;
using protocol::MetadataResponse;

constexpr protocol::Version metadata_version = 9;
constexpr protocol::Version topics_version = 5;
constexpr protocol::Version fetch_version = 12;

// Asks for Metadata until the answer is as `satisfied` wants it.
template <class Satisfied>
void await_metadata(Wire& wire, const MetadataRequest& request, Satisfied satisfied) {
  retry_until_done([&] {
    const auto answer = wire.ask<MetadataRequest, MetadataResponse>(request, metadata_version);
    return satisfied(answer) ? "" : "the metadata is not as expected";
  });
}

bool all_led(const MetadataResponse& answer, int partitions) {
  if (answer.topics.size() != 1 || answer.topics[0].error_code != ErrorCode::none) return false;
  const auto& told = answer.topics[0].partitions;
  if (told.size() != static_cast<std::size_t>(partitions)) return false;
  for (const auto& partition : told)
    if (partition.error_code != ErrorCode::none) return false;
  return true;
}

MetadataRequest about(const std::string& topic) {
  MetadataRequest request;
  request.topics->push_back({{}, topic});
  request.allow_auto_topic_creation = false;
  return request;
}

// Kafka's Metadata may name a leader that does not know yet that it leads.
void await_leadership(Wire& wire, const std::string& topic, int partition) {
  protocol::FetchRequest request;
  auto& wanted = request.topics.emplace_back();
  wanted.topic = topic;
  wanted.partitions.emplace_back().partition = partition;
  retry_until_done([&] {
    const auto answer =
        wire.ask<protocol::FetchRequest, protocol::FetchResponse>(request, fetch_version);
    const auto error = answer.responses.at(0).partitions.at(0).error_code;
    return error == ErrorCode::none ? "" : "a partition has no leader";
  });
}

}  // namespace

void create_topic(const LoadOptions& options) {
  Wire wire(options.address);
  protocol::CreateTopicsRequest request;
  auto& topic = request.topics.emplace_back();
  topic.name = options.topic;
  topic.num_partitions = options.connections;
  topic.replication_factor = 1;
  const auto answer = wire.ask<protocol::CreateTopicsRequest, protocol::CreateTopicsResponse>(
      request, topics_version);
  expect_none(answer.topics.at(0).error_code, "CreateTopics");
  await_metadata(wire, about(options.topic),
                 [&](const MetadataResponse& told) { return all_led(told, options.connections); });
  for (int i = 0; i < options.connections; ++i) await_leadership(wire, options.topic, i);
}

void delete_topic(const LoadOptions& options) {
  Wire wire(options.address);
  protocol::DeleteTopicsRequest request;
  request.topic_names.push_back(options.topic);
  request.timeout_ms = 30'000;
  const auto answer = wire.ask<protocol::DeleteTopicsRequest, protocol::DeleteTopicsResponse>(
      request, topics_version);
  expect_none(answer.responses.at(0).error_code, "DeleteTopics");
}

void await_ready(const LoadOptions& options) {
  Wire wire(options.address);
  await_metadata(wire, {}, [](const MetadataResponse& answer) { return !answer.brokers.empty(); });
}

}  // namespace dogear::bench
