// bench_rdkafka VERB [options]: the speed of a C client, librdkafka, with its default configs but
// for those set below. Prints one line of JSON.
//   produce      sends records with acks=all until every one is acknowledged
//   consume      reads them all back; count and bytes must be what was produced
//   roundtrips   one small record at a time, each acknowledged before the next
//   --mock       with librdkafka's mock cluster, inside this process, instead of --address
#include <algorithm>
#include <cstring>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/measure.hpp"

namespace dogear::bench {
namespace {

struct Options {
  std::string address = "127.0.0.1:9092";
  bool mock = false;
  std::string topic = "bench";
  std::uint64_t records = 1'000'000;
  std::uint64_t record_bytes = 1024;
  int count = 5'000;  // of round trips
};

using Kafka = std::unique_ptr<rd_kafka_t, decltype(&rd_kafka_destroy)>;
using Topic = std::unique_ptr<rd_kafka_topic_t, decltype(&rd_kafka_topic_destroy)>;
using Config = std::vector<std::pair<const char*, std::string>>;

constexpr int partition = 0;
constexpr int timeout_ms = 60'000;

struct Deliveries {
  std::uint64_t good = 0;
  std::string problem;
};

void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  auto& deliveries = *static_cast<Deliveries*>(opaque);
  if (message->err)
    deliveries.problem = rd_kafka_err2str(message->err);
  else
    ++deliveries.good;
}

rd_kafka_conf_t* conf_of(const Config& config, Deliveries* deliveries) {
  auto* conf = rd_kafka_conf_new();
  char problem[256];
  for (const auto& [key, value] : config)
    if (rd_kafka_conf_set(conf, key, value.c_str(), problem, sizeof problem) != RD_KAFKA_CONF_OK)
      give_up(problem);
  if (deliveries) {
    rd_kafka_conf_set_opaque(conf, deliveries);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
  }
  return conf;
}

Kafka make(rd_kafka_type_t type, const Options& options, Config config, Deliveries* deliveries) {
  if (options.mock)
    config.emplace_back("test.mock.num.brokers", "1");
  else
    config.emplace_back("bootstrap.servers", options.address);
  char problem[256];
  auto* kafka = rd_kafka_new(type, conf_of(config, deliveries), problem, sizeof problem);
  if (!kafka) give_up(problem);
  return {kafka, rd_kafka_destroy};
}

Topic topic_of(const Kafka& kafka, const Options& options) {
  return {rd_kafka_topic_new(kafka.get(), options.topic.c_str(), nullptr), rd_kafka_topic_destroy};
}

// False when the client's queue is full.
bool send(const Topic& topic, const std::vector<std::uint8_t>& value) {
  const auto failed =
      rd_kafka_produce(topic.get(), partition, RD_KAFKA_MSG_F_COPY,
                       const_cast<std::uint8_t*>(value.data()), value.size(), nullptr, 0, nullptr);
  if (!failed) return true;
  if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL)
    give_up(rd_kafka_err2str(rd_kafka_last_error()));
  return false;
}

void await_deliveries(const Kafka& kafka, const Deliveries& deliveries, std::uint64_t wanted) {
  const auto start = Clock::now();
  while (deliveries.good < wanted && deliveries.problem.empty()) {
    rd_kafka_poll(kafka.get(), 100);
    if (seconds_since(start) > timeout_ms / 1000) give_up("records are not acknowledged");
  }
  if (!deliveries.problem.empty()) give_up(deliveries.problem);
}

// Sends one record first, so that finding the broker and the leader is not measured.
void send_first(const Kafka& kafka, const Topic& topic, const std::vector<std::uint8_t>& value,
                Deliveries& deliveries) {
  send(topic, value);
  await_deliveries(kafka, deliveries, 1);
  deliveries.good = 0;
}

void produce(const Options& options) {
  Deliveries deliveries;
  const auto kafka = make(RD_KAFKA_PRODUCER, options,
                          {{"acks", "all"},
                           {"linger.ms", "5"},
                           {"queue.buffering.max.messages", "1000000"},
                           {"queue.buffering.max.kbytes", "262144"}},
                          &deliveries);
  const auto topic = topic_of(kafka, options);
  const auto value = noise(options.record_bytes);
  send_first(kafka, topic, value, deliveries);
  const auto cpu_before = own_cpu_seconds();
  const auto start = Clock::now();
  for (std::uint64_t sent = 1; sent < options.records;) {
    if (send(topic, value))
      ++sent;
    else
      rd_kafka_poll(kafka.get(), 10);
    if (sent % 1024 == 0) rd_kafka_poll(kafka.get(), 0);
  }
  await_deliveries(kafka, deliveries, options.records - 1);
  const auto seconds = seconds_since(start);
  Figures()
      .add("records", options.records)
      .add("bytes", options.records * options.record_bytes)
      .add("seconds", seconds)
      .add("client_cpu_seconds", own_cpu_seconds() - cpu_before)
      .print();
}

struct Tally {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  std::int64_t next = 0;
};

void count(const rd_kafka_message_t& message, Tally& tally) {
  if (message.err) give_up(rd_kafka_message_errstr(&message));
  if (message.offset != tally.next++) give_up("an offset is missing or comes twice");
  ++tally.records;
  tally.bytes += message.len;
}

void consume(const Options& options) {
  const auto kafka = make(RD_KAFKA_CONSUMER, options,
                          {{"group.id", "bench"},
                           {"enable.auto.commit", "false"},
                           {"queued.max.messages.kbytes", "262144"},
                           {"queued.min.messages", "1000000"},
                           {"fetch.message.max.bytes", "8388608"}},
                          nullptr);
  const std::unique_ptr<rd_kafka_topic_partition_list_t,
                        decltype(&rd_kafka_topic_partition_list_destroy)>
      partitions(rd_kafka_topic_partition_list_new(1), rd_kafka_topic_partition_list_destroy);
  rd_kafka_topic_partition_list_add(partitions.get(), options.topic.c_str(), partition)->offset = 0;
  const std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)> queue(
      rd_kafka_queue_get_consumer(kafka.get()), rd_kafka_queue_destroy);
  const auto cpu_before = own_cpu_seconds();
  const auto start = Clock::now();
  rd_kafka_assign(kafka.get(), partitions.get());
  Tally tally;
  std::vector<rd_kafka_message_t*> messages(10'000);
  while (tally.records < options.records) {
    // It waits until as many records have come as it is asked for.
    const auto wanted = std::min<std::uint64_t>(messages.size(), options.records - tally.records);
    const auto got = rd_kafka_consume_batch_queue(queue.get(), 1000, messages.data(), wanted);
    for (ssize_t i = 0; i < got; ++i) {
      count(*messages[static_cast<std::size_t>(i)], tally);
      rd_kafka_message_destroy(messages[static_cast<std::size_t>(i)]);
    }
    if (seconds_since(start) > 2 * timeout_ms / 1000) give_up("records do not come back");
  }
  const auto seconds = seconds_since(start);
  if (tally.bytes != options.records * options.record_bytes) give_up("bytes are missing");
  Figures()
      .add("records", tally.records)
      .add("bytes", tally.bytes)
      .add("seconds", seconds)
      .add("client_cpu_seconds", own_cpu_seconds() - cpu_before)
      .print();
}

void round_trips(const Options& options) {
  Deliveries deliveries;
  const auto kafka =
      make(RD_KAFKA_PRODUCER, options, {{"acks", "all"}, {"linger.ms", "0"}}, &deliveries);
  const auto topic = topic_of(kafka, options);
  const auto value = noise(options.record_bytes);
  std::vector<double> times;
  for (int i = -options.count / 10; i < options.count; ++i) {
    deliveries.good = 0;
    const auto start = Clock::now();
    send(topic, value);
    await_deliveries(kafka, deliveries, 1);
    if (i >= 0) times.push_back(1e6 * seconds_since(start));
  }
  Figures()
      .add("count", static_cast<std::uint64_t>(times.size()))
      .add(percentiles_of(times))
      .print();
}

}  // namespace
}  // namespace dogear::bench

int main(int argc, char** argv) {
  using namespace dogear::bench;
  Options options;
  CLI::App app("A C client's load on a Kafka-compatible broker");
  app.require_subcommand(1);
  for (const auto* verb : {"produce", "consume", "roundtrips"})
    app.add_subcommand(verb)->fallthrough();
  app.add_option("--address", options.address);
  app.add_flag("--mock", options.mock);
  app.add_option("--topic", options.topic);
  app.add_option("--records", options.records);
  app.add_option("--record-bytes", options.record_bytes);
  app.add_option("--count", options.count, "of round trips");
  CLI11_PARSE(app, argc, argv);
  const auto verb = app.get_subcommands().front()->get_name();
  if (verb == "produce") produce(options);
  if (verb == "consume") consume(options);
  if (verb == "roundtrips") round_trips(options);
  return 0;
}
