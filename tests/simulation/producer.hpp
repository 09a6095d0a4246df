// A producer. An idempotent one sends a batch again until it is acknowledged or its delivery
// timeout is over; any other sends each batch once.
#pragma once
#include <deque>
#include <map>
#include <vector>

#include "link.hpp"
#include "plan.hpp"

namespace dogear::simulation {

enum class Idempotent : bool { no, yes };

class Producer {
 public:
  Producer(World& world, std::size_t client, std::string client_id, const Versions& versions,
           Idempotent idempotent)
      : world_(&world),
        link_(world, client, Purpose::producing, std::move(client_id)),
        versions_(versions),
        idempotent_(idempotent == Idempotent::yes) {}

  void produce(const Step& step);
  // Starts again without any state, with another producer id.
  void crash();
  Link& link() { return link_; }

 private:
  struct Batch {
    std::uint32_t number = 0;
    TopicPartition partition;
    Uuid topic;
    std::vector<RecordId> records;
    Slice bytes;
    BrokerTime sent_at{};
  };
  static constexpr std::size_t in_flight_max = 5;

  void ask_for_id();
  void send_new(const Step& step);
  void send(const Batch& batch, int acks);
  void send_again();
  Batch make_batch(const Step& step, const TopicPartition& partition);
  void answered(std::uint32_t number, ErrorCode error);
  bool too_late() const;

  World* world_;
  Link link_;
  Versions versions_;
  bool idempotent_;
  ProducerId id_ = no_producer_id;
  ProducerEpoch epoch_ = 0;
  std::map<TopicPartition, std::int32_t> next_sequence_;
  std::deque<Batch> unacknowledged_;
  std::uint32_t last_number_ = 0;
};

}  // namespace dogear::simulation
