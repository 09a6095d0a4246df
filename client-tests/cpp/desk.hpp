// Looks up offsets and creates topics, is never a member.
#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "clients.hpp"

class Desk {
 public:
  Desk()
      : producer_(client<RdKafka::Producer>(config({}))),
        consumer_(client<RdKafka::KafkaConsumer>(config({{"group.id", "desk"}}))) {}

  // The C++ API has no admin client: the broker creates a topic that a producer asks for.
  void ask_for(const std::string& topic) {
    while (!is_complete(topic)) {
    }
    say({"cannot", "the C++ API of librdkafka has no admin client; asking for a topic creates it"});
  }

  Offsets ends(const std::string& topic) {
    Offsets offsets;
    for (int p = 0; p < partition_count; ++p) {
      std::int64_t start = 0;
      check(consumer_->query_watermark_offsets(topic, p, &start, &offsets[p], timeout_ms));
    }
    return offsets;
  }

  Offsets times(const std::string& topic, std::int64_t timestamp) {
    Partitions partitions(topic, every_partition(timestamp));
    check(consumer_->offsetsForTimes(partitions.list(), timeout_ms));
    Offsets offsets;  // librdkafka says END where Kafka says -1
    for (const auto* partition : partitions.list())
      offsets[partition->partition()] = std::max<std::int64_t>(-1, partition->offset());
    return offsets;
  }

  Offsets committed(const std::string& group, const std::string& topic) {
    const auto consumer = client<RdKafka::KafkaConsumer>(config({{"group.id", group}}));
    Partitions partitions(topic, every_partition(0));
    check(consumer->committed(partitions.list(), timeout_ms));
    Offsets offsets;
    for (const auto* partition : partitions.list())
      if (partition->offset() >= 0) offsets[partition->partition()] = partition->offset();
    return offsets;
  }

  void place(const std::string& group, const std::string& topic, const Offsets& places) {
    const auto consumer = client<RdKafka::KafkaConsumer>(config({{"group.id", group}}));
    Partitions partitions(topic, places);
    check(consumer->commitSync(partitions.list()));
  }

 private:
  // librdkafka would otherwise keep what it heard when the topic was half created.
  bool is_complete(const std::string& topic) {
    std::string why;
    const std::unique_ptr<RdKafka::Topic> handle(
        RdKafka::Topic::create(producer_.get(), topic, nullptr, why));
    RdKafka::Metadata* answer = nullptr;
    check(producer_->metadata(false, handle.get(), &answer, timeout_ms));
    const std::unique_ptr<RdKafka::Metadata> metadata(answer);
    const auto& partitions = *metadata->topics()->front()->partitions();
    return partitions.size() == partition_count &&
           std::ranges::all_of(partitions,
                               [](const auto* partition) { return partition->leader() >= 0; });
  }

  std::unique_ptr<RdKafka::Producer> producer_;
  std::unique_ptr<RdKafka::KafkaConsumer> consumer_;
};
