// A coordinator under a clock moved by hand, over a log in memory. Its answers are text, in which
// member ids stand as m1, m2, … in the order in which they were first seen.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "coordinator/groups.hpp"

namespace dogear::coordinator {

class FakeLog final : public RecordLog {
 public:
  ErrorCode append(PartitionIndex partition, std::span<const CoordinatorRecord> records,
                   BrokerTime) override {
    if (refuse_with != ErrorCode::none) return refuse_with;
    batches.push_back(records.size());
    for (const auto& record : records)
      written.push_back({partition, {record.key.retained(), record.value}});
    return ErrorCode::none;
  }

  std::size_t max_batch_bytes() const override { return batch_bytes; }

  std::size_t batch_bytes = 1'048'588;
  std::vector<std::size_t> batches;  // how many records each call brought
  ErrorCode refuse_with = ErrorCode::none;
  std::vector<std::pair<PartitionIndex, CoordinatorRecord>> written;
};

inline Slice slice_of(std::string_view text) { return Slice::copy_of(bytes_of(text)); }
// A consumer's subscription, version 0.
Slice subscription(const std::vector<std::string>& topics);
// A record as one line.
std::string to_text(const CoordinatorRecord& record);

struct JoinOptions {
  std::string member;  // as it stands in texts; "" for a new one
  std::string instance;
  std::string client = "app";
  protocol::Version version = 9;
  std::int32_t session_ms = 10'000;
  std::int32_t rebalance_ms = 60'000;
  std::string type = "consumer";
  std::vector<std::string> protocols{"range"};
  std::vector<std::string> topics{"orders"};
  std::string metadata;  // instead of a subscription to the topics
  ConnectionId connection = 1;
};

class Harness : public ::testing::Test {
 protected:
  static constexpr std::int64_t start_ms = 1'000'000;

  void TearDown() override { expect_rebuilt_equal(); }

  void configure(GroupConfig config) {
    groups = std::make_unique<Groups>(config, Seed{7}, broker_time(start_ms));
  }
  static GroupConfig quick() {
    GroupConfig config;
    config.group_initial_rebalance_delay = Millis{0};
    return config;
  }

  Turn turn() { return {now, log, changes}; }
  PartitionIndex partition_of(const std::string& group) const {
    return partition_for(group, groups->config().offsets_topic_num_partitions);
  }
  // The partition of the offsets topic that the group belongs to gets another coordinator.
  void move_coordinator(const std::string& group) { groups->reload(partition_of(group), turn()); }
  // Time passes, and what comes due on the way is reported as text.
  std::string advance(Millis by, const Leap* leap = nullptr);
  std::string leap(Millis by, std::vector<ConnectionId> connected,
                   Leap::Sessions sessions = Leap::Sessions::renew);
  std::string expire_due(const Leap* leap = nullptr);

  // Each answers in text: at once, or "parked" and then what answers(…) finds.
  std::string join(const std::string& group, JoinOptions options);
  std::string sync(const std::string& group, const std::string& member, std::int32_t generation,
                   const std::map<std::string, std::string>& assignments = {},
                   protocol::SyncGroupRequest request = {});
  std::string heartbeat(const std::string& group, const std::string& member,
                        std::int32_t generation, const std::string& instance = "");
  std::string leave(const std::string& group, const std::string& member,
                    const std::string& instance = "");
  std::string commit(const std::string& group, const std::string& member, std::int32_t generation,
                     std::int64_t offset, protocol::Version version = 9);
  std::string commit(protocol::OffsetCommitRequest request, protocol::Version version = 9);
  std::string fetch(const std::string& group, const std::string& topic, PartitionIndex partition,
                    const Uuid& id = {});
  std::string fetch_all(const std::string& group);
  std::string delete_offset(const std::string& group, const std::string& topic);
  std::string delete_group(const std::string& group);
  // What parked requests were told since the last call, in the order in which they were parked.
  std::string answers();
  // The state of a group, or "none".
  std::string dump(const std::string& group);
  std::string listed(protocol::ListGroupsRequest request = {});
  std::string records_since(std::size_t index);

  // A new member that goes through both JoinGroups of a v4+ client; parked behind it.
  std::string join_twice(const std::string& group, JoinOptions options);
  // A stable group of one member m1 in generation 1, of no initial delay.
  void make_stable(const std::string& group, JoinOptions options = {});

  void expect_rebuilt_equal();
  std::string named(std::string text);         // member ids to names
  std::string id_of(const std::string& name);  // and back

  BrokerTime now = broker_time(start_ms);
  ConnectionId speaks_through = 1;  // joins name theirs
  FakeLog log;
  Changes changes;
  std::unique_ptr<Groups> groups =
      std::make_unique<Groups>(quick(), Seed{7}, broker_time(start_ms));

 private:
  void learn(const std::string& id);
  std::string text_of_join(const protocol::JoinGroupResponse& response);
  std::string text_of_sync(const protocol::SyncGroupResponse& response);

  std::vector<std::string> ids_;  // m1, m2, …
  struct Waiting {
    std::string who;
    ParkedPtr<protocol::JoinGroupResponse> join;
    ParkedPtr<protocol::SyncGroupResponse> sync;
  };
  std::vector<Waiting> waiting_;
};

}  // namespace dogear::coordinator
