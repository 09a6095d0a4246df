#include "server/instance.hpp"

#include <cstdint>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "broker/configs/reconfiguration.hpp"
#include "broker/topics/topic_creation.hpp"
#include "server/addresses.hpp"
#include "server/init_file.hpp"
#include "server/ready_line.hpp"

namespace dogear::server {
namespace {

namespace asio = boost::asio;

broker::Cluster make_cluster(const Options& options) {
  broker::Cluster cluster;
  cluster.seed = options.seed;
  cluster.config = options.broker_config;
  cluster.release = options.as_version;
  cluster.id = options.cluster_id.value_or(derive_uuid(options.seed, "cluster", {}).to_string());
  cluster.memory = std::make_shared<storage::MemoryAccount>(options.memory_limit_bytes);
  for (NodeId index = 0; index < options.nodes; ++index)
    cluster.nodes.push_back({options.first_node + index, {}});
  Settings without_effect;
  for (const auto& name : options.broker_config.without_effect) without_effect[name];
  name_without_effect(cluster, broker::ConfigResourceType::broker, without_effect);
  return cluster;
}

broker::CreateTopicsRequest::CreatableTopic request_of(const TopicOption& option) {
  broker::CreateTopicsRequest::CreatableTopic topic;
  topic.name = option.name;
  topic.num_partitions = option.partitions.value_or(-1);
  topic.replication_factor = -1;
  for (const auto& [name, value] : option.configs) topic.configs.push_back({name, value});
  return topic;
}

// As one CreateTopics request would.
void create_topics(broker::Cluster& cluster, const std::vector<TopicOption>& topics,
                   BrokerTime now) {
  std::vector<broker::CreateTopicsRequest::CreatableTopic> wanted;
  for (const auto& topic : topics) wanted.push_back(request_of(topic));
  auto planned = broker::plan_topics(cluster, wanted);
  if (!planned) throw std::runtime_error("--topic: " + planned.error().message);
  for (std::size_t position = 0; position < wanted.size(); ++position) {
    auto& topic = (*planned)[position];
    if (!topic)
      throw std::runtime_error(
          fmt::format("--topic {}: {}", wanted[position].name, topic.error().message));
    broker::create_topic(cluster, *std::move(topic), now);
  }
}

broker::Broker make_broker(const Options& options) {
  const auto start = options.clock.start.value_or(Clocks::machine_time());
  auto cluster = make_cluster(options);
  cluster.log.want_debug(passes(broker::LogLevel::debug, options.log_level));
  create_topics(cluster, options.topics, start);
  broker::Broker broker(std::move(cluster), start);
  broker.set_clock_mode(options.clock.mode);
  return broker;
}

std::vector<std::uint16_t> ports_of(const std::vector<std::unique_ptr<KafkaListener>>& listeners) {
  std::vector<std::uint16_t> ports;
  for (const auto& listener : listeners) ports.push_back(listener->port());
  return ports;
}

}  // namespace

Instance::Instance(asio::io_context& io, const Options& options, const Driver::PrintLog& print)
    : driver_(io, make_broker(options), Clocks(), print) {
  for (const auto& note : options.notes) print({broker::LogLevel::info, note});
  for (const auto& warning : options.warnings) print({broker::LogLevel::warning, warning});
  if (options.init_file) run_init_file(*options.init_file, driver_);
  listen(io, options);
  driver_.broker().keep_start();
  if (options.control) control_.emplace(io, addresses_of(*options.control), driver_);
  ready_line_ = server::ready_line(options, ports_of(listeners_),
                                   control_ ? std::optional(control_->port()) : std::nullopt);
  driver_.carry_out();  // prints the log lines so far
}

// The ports of further nodes count up from those of the first node, or are any free ports.
void Instance::listen(asio::io_context& io, const Options& options) {
  auto& nodes = driver_.broker().cluster().nodes;
  for (std::size_t index = 0; index < nodes.size(); ++index) {
    for (const auto& option : options.listeners) {
      auto endpoint = option.listen;
      endpoint.port = port_of_node(endpoint.port, index);
      ListenerSettings settings;
      settings.node = nodes[index].id;
      settings.name = option.name;
      settings.request_bytes_max =
          static_cast<std::size_t>(options.broker_config.socket_request_max_bytes);
      listeners_.push_back(
          std::make_unique<KafkaListener>(io, addresses_of(endpoint), settings, driver_, scratch_));
      const auto advertised = port_of_node(option.advertised.port, index);
      nodes[index].listeners.push_back({option.name, option.advertised.host,
                                        advertised == 0 ? listeners_.back()->port() : advertised});
    }
  }
}

}  // namespace dogear::server
