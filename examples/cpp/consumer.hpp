// The consumer under test: a kitchen that reads orders, and commits when it is told to.
#pragma once
#include <librdkafka/rdkafkacpp.h>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

class Kitchen {
 public:
  explicit Kitchen(const std::string& bootstrap_servers, const std::string& reset = "earliest") {
    const std::unique_ptr<RdKafka::Conf> conf(RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL));
    std::string error;
    const std::map<std::string, std::string> settings = {{"bootstrap.servers", bootstrap_servers},
                                                         {"group.id", "kitchen"},
                                                         {"auto.offset.reset", reset},
                                                         {"enable.auto.commit", "false"}};
    for (const auto& [name, value] : settings) conf->set(name, value, error);
    consumer_.reset(RdKafka::KafkaConsumer::create(conf.get(), error));
    if (!consumer_) throw std::runtime_error(error);
    consumer_->subscribe({"orders"});
  }
  ~Kitchen() { consumer_->close(); }

  // The next order, or the error that came instead.
  std::string next() {
    const std::unique_ptr<RdKafka::Message> message(consumer_->consume(10'000));
    if (message->err()) return RdKafka::err2str(message->err());
    return {static_cast<const char*>(message->payload()), message->len()};
  }

  // Commits everything that it has read.
  RdKafka::ErrorCode commit() { return consumer_->commitSync(); }

 private:
  std::unique_ptr<RdKafka::KafkaConsumer> consumer_;
};
