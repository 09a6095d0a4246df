// An idempotent producer of the records of the story.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "clients.hpp"
#include "records.hpp"

class Producing : public RdKafka::DeliveryReportCb {
 public:
  explicit Producing(const std::string& codec) {
    const auto conf = config({{"enable.idempotence", "true"},
                              {"compression.codec", codec},
                              {"batch.size", "65536"},
                              {"linger.ms", "5"}});
    std::string why;
    conf->set("dr_cb", static_cast<RdKafka::DeliveryReportCb*>(this), why);
    producer_ = client<RdKafka::Producer>(conf);
  }

  void produce(const std::string& topic, int i, std::int64_t timestamp) {
    const auto key = record_key(i);
    auto value = record_value(i);
    for (;;) {
      const auto code = producer_->produce(
          topic, RdKafka::Topic::PARTITION_UA, RdKafka::Producer::RK_MSG_COPY, value.data(),
          value.size(), key.empty() ? nullptr : key.data(), key.size(), timestamp, nullptr);
      if (code != RdKafka::ERR__QUEUE_FULL) return check(code);
      producer_->poll(100);
    }
  }

  Offsets acknowledged() {
    check(producer_->flush(timeout_ms));
    return acknowledged_;
  }

  void dr_cb(RdKafka::Message& message) override {
    if (message.err() != RdKafka::ERR_NO_ERROR)
      say_error(message.err());
    else
      ++acknowledged_[message.partition()];
  }

 private:
  std::unique_ptr<RdKafka::Producer> producer_;
  Offsets acknowledged_;
};
