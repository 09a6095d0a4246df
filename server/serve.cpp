#include "server/serve.hpp"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include "broker/reconfiguration.hpp"
#include "broker/topic_creation.hpp"
#include "server/addresses.hpp"
#include "server/control_api.hpp"
#include "server/init_file.hpp"
#include "server/kafka_listener.hpp"
#include "server/log.hpp"
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
  broker::Settings without_effect;
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

// Ports count up from those of the first node, or are all free ones.
std::vector<std::unique_ptr<KafkaListener>> listen(asio::io_context& io, const Options& options,
                                                   Driver& driver, ReadScratch& scratch) {
  std::vector<std::unique_ptr<KafkaListener>> listeners;
  auto& nodes = driver.broker().cluster().nodes;
  for (std::size_t index = 0; index < nodes.size(); ++index) {
    for (const auto& option : options.listeners) {
      auto endpoint = option.listen;
      endpoint.port = port_of_node(endpoint.port, index);
      ListenerSettings settings;
      settings.node = nodes[index].id;
      settings.name = option.name;
      settings.request_bytes_max =
          static_cast<std::size_t>(options.broker_config.socket_request_max_bytes);
      listeners.push_back(
          std::make_unique<KafkaListener>(io, addresses_of(endpoint), settings, driver, scratch));
      const auto advertised = port_of_node(option.advertised.port, index);
      nodes[index].listeners.push_back({option.name, option.advertised.host,
                                        advertised == 0 ? listeners.back()->port() : advertised});
    }
  }
  return listeners;
}

std::vector<std::uint16_t> ports_of(const std::vector<std::unique_ptr<KafkaListener>>& listeners) {
  std::vector<std::uint16_t> ports;
  for (const auto& listener : listeners) ports.push_back(listener->port());
  return ports;
}

void end_with_parent() {
  const auto parent = getppid();
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) std::raise(SIGTERM);  // it ended before we could ask to be told
}

// As many connections as the system allows, where shells allow a thousand.
void allow_many_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int run(const Options& options) {
  asio::io_context io(1);
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](boost::system::error_code error, int) {
    if (!error) io.stop();
  });
  if (options.exit_with_parent) end_with_parent();
  allow_many_files();

  const auto start = options.clock.start.value_or(Clocks::machine_time());
  auto cluster = make_cluster(options);
  create_topics(cluster, options.topics, start);
  broker::Broker broker(std::move(cluster), start);
  broker.set_clock_mode(options.clock.mode);
  Driver driver(io, std::move(broker), Clocks(), print_log);
  if (options.init_file) run_init_file(*options.init_file, driver);
  ReadScratch scratch;
  const auto listeners = listen(io, options, driver, scratch);

  std::optional<ControlApi> control;
  if (options.control) control.emplace(io, addresses_of(*options.control), driver);

  const auto line = ready_line(options, ports_of(listeners),
                               control ? std::optional(control->port()) : std::nullopt);
  if (options.port_file) write_port_file(*options.port_file, line);
  driver.carry_out();  // what there is to log
  fmt::print("{}\n", line);
  std::fflush(stdout);
  io.run();
  driver.close_all();
  return 0;
}

}  // namespace

int serve(const Options& options) {
  set_log_threshold(options.log_level);
  for (const auto& note : options.notes) print_log({broker::LogLevel::info, note});
  for (const auto& warning : options.warnings) log_warning(warning);
  try {
    return run(options);
  } catch (const BadOption& problem) {
    fmt::print(stderr, "dogear: {}\n", problem.what());
    return 2;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "dogear: {}\n", failure.what());
    return 1;
  }
}

}  // namespace dogear::server
