// What every client of the program needs: its configs, partitions with offsets.
#pragma once
#include <cstdlib>
#include <librdkafka/rdkafkacpp.h>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "lines.hpp"

constexpr int partition_count = 6;
constexpr int timeout_ms = 30'000;

// Partitions with offsets, as librdkafka takes and gives them.
class Partitions {
 public:
  Partitions() = default;
  Partitions(const std::string& topic, const Offsets& offsets) {
    for (const auto& [partition, offset] : offsets)
      list_.push_back(RdKafka::TopicPartition::create(topic, partition, offset));
  }
  Partitions(const Partitions&) = delete;
  Partitions& operator=(const Partitions&) = delete;
  ~Partitions() { RdKafka::TopicPartition::destroy(list_); }

  std::vector<RdKafka::TopicPartition*>& list() { return list_; }

 private:
  std::vector<RdKafka::TopicPartition*> list_;
};

inline Offsets every_partition(std::int64_t offset) {
  Offsets offsets;
  for (int p = 0; p < partition_count; ++p) offsets[p] = offset;
  return offsets;
}

using Config = std::unique_ptr<RdKafka::Conf>;

inline Config config(const std::map<std::string, std::string>& settings) {
  Config conf(RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL));
  std::string why;
  for (const auto& [name, value] : settings)
    if (conf->set(name, value, why) != RdKafka::Conf::CONF_OK) throw std::runtime_error(why);
  if (conf->set("bootstrap.servers", std::getenv("BOOTSTRAP"), why) != RdKafka::Conf::CONF_OK)
    throw std::runtime_error(why);
  return conf;
}

template <class Client>
std::unique_ptr<Client> client(const Config& conf) {
  std::string why;
  std::unique_ptr<Client> created(Client::create(conf.get(), why));
  if (!created) throw std::runtime_error(why);
  return created;
}
