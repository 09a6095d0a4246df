// A member of a group, which says what it is assigned and what it reads.
#pragma once
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "clients.hpp"

inline std::string name(const RdKafka::TopicPartition* partition) {
  return partition->topic() + ":" + std::to_string(partition->partition());
}

class Member : public RdKafka::RebalanceCb {
 public:
  Member(const std::string& group, const Words& topics, const std::string& reset,
         bool commits_by_timer) {
    const auto conf =
        config({{"group.id", group},
                {"session.timeout.ms", "6000"},
                {"heartbeat.interval.ms", "500"},
                {"auto.offset.reset", reset == "none" ? "error" : reset},
                {"enable.auto.commit", commits_by_timer ? "true" : "false"},
                {"auto.commit.interval.ms", "100"},
                {"enable.partition.eof", "true"},
                {"fetch.message.max.bytes", "65536"}});  // a little of every partition at a time
    std::string why;
    conf->set("rebalance_cb", static_cast<RdKafka::RebalanceCb*>(this), why);
    consumer_ = client<RdKafka::KafkaConsumer>(conf);
    check(consumer_->subscribe(topics));
  }

  ~Member() override { consumer_->close(); }

  void go(long count) {
    budget_ = count;
    reading_ = true;
    Partitions assigned;
    consumer_->assignment(assigned.list());
    consumer_->resume(assigned.list());
  }

  void commit() {
    const auto code = consumer_->commitSync();
    if (code != RdKafka::ERR__NO_OFFSET) check(code);  // nothing new is no error here
  }

  // Takes what has arrived, so that commands are looked at between two waits.
  void poll() {
    int wait_ms = 50;
    for (int n = 0; n < 500; ++n, wait_ms = 0) {
      const std::unique_ptr<RdKafka::Message> message(consumer_->consume(wait_ms));
      if (message->err() == RdKafka::ERR__TIMED_OUT) break;
      receive(*message);
    }
    std::cout.flush();
  }

  void rebalance_cb(RdKafka::KafkaConsumer* consumer, RdKafka::ErrorCode code,
                    std::vector<RdKafka::TopicPartition*>& partitions) override {
    if (code != RdKafka::ERR__ASSIGN_PARTITIONS) {
      consumer->unassign();
      return say({"assigned"});
    }
    consumer->assign(partitions);
    // One that was paused when it was lost still is when it comes again.
    if (reading_)
      consumer->resume(partitions);
    else
      consumer->pause(partitions);
    Words words = {"assigned"};
    for (const auto* partition : partitions) words.push_back(name(partition));
    say(words);
  }

 private:
  void hold() {
    reading_ = false;
    Partitions assigned;
    consumer_->assignment(assigned.list());
    consumer_->pause(assigned.list());
    say({"held"});
  }

  void receive(const RdKafka::Message& message) {
    if (message.err() == RdKafka::ERR__PARTITION_EOF)
      return say({"at-end", message.topic_name() + ":" + std::to_string(message.partition()),
                  std::to_string(message.offset())});
    if (message.err() != RdKafka::ERR_NO_ERROR) return say_error(message.err());
    std::cout << "record\t" << message.topic_name() << '\t' << message.partition() << '\t'
              << message.offset() << '\t' << message.timestamp().timestamp << '\t'
              << (message.key() ? *message.key() : "") << '\t'
              << std::string_view(static_cast<const char*>(message.payload()), message.len())
              << '\n';
    if (budget_ > 0 && --budget_ == 0) hold();
  }

  std::unique_ptr<RdKafka::KafkaConsumer> consumer_;
  bool reading_ = false;  // otherwise its partitions are paused
  long budget_ = 0;       // records until it holds again; negative: no limit
};
