// Produce (key 0), v3-13, flexible from v9.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/uuid.hpp"
#include "protocol/records.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api produce_api{
    .key = 0, .name = "Produce", .versions = between(3, 13), .flexible_since = 9};

struct ProduceRequest {
  static constexpr Api api = produce_api;
  struct TopicProduceData {
    struct PartitionProduceData {
      std::int32_t index = 0;
      NullableRecords records;

      static void fields(auto& io, auto& self) {
        io("index", self.index);
        io("records", self.records);
      }
    };

    std::string name;
    Uuid topic_id;
    std::vector<PartitionProduceData> partition_data;

    static void fields(auto& io, auto& self) {
      io("name", self.name, until(12));
      io("topicId", self.topic_id, since(13));
      io("partitionData", self.partition_data);
    }
  };

  std::optional<std::string> transactional_id;
  std::int16_t acks = 0;
  std::int32_t timeout_ms = 0;
  std::vector<TopicProduceData> topic_data;

  static void fields(auto& io, auto& self) {
    io("transactionalId", self.transactional_id);
    io("acks", self.acks);
    io("timeoutMs", self.timeout_ms);
    io("topicData", self.topic_data);
  }
};

struct ProduceResponse {
  static constexpr Api api = produce_api;
  struct TopicProduceResponse {
    struct PartitionProduceResponse {
      struct BatchIndexAndErrorMessage {
        std::int32_t batch_index = 0;
        std::optional<std::string> batch_index_error_message;

        static void fields(auto& io, auto& self) {
          io("batchIndex", self.batch_index, since(8));
          io("batchIndexErrorMessage", self.batch_index_error_message, since(8));
        }
      };

      struct LeaderIdAndEpoch {
        std::int32_t leader_id = -1;
        std::int32_t leader_epoch = -1;

        static void fields(auto& io, auto& self) {
          io("leaderId", self.leader_id, since(10));
          io("leaderEpoch", self.leader_epoch, since(10));
        }
        friend bool operator==(const LeaderIdAndEpoch&, const LeaderIdAndEpoch&) = default;
      };

      std::int32_t index = 0;
      ErrorCode error_code = ErrorCode::none;
      std::int64_t base_offset = 0;
      std::int64_t log_append_time_ms = -1;
      std::int64_t log_start_offset = -1;
      std::vector<BatchIndexAndErrorMessage> record_errors;
      std::optional<std::string> error_message;
      LeaderIdAndEpoch current_leader;

      static void fields(auto& io, auto& self) {
        io("index", self.index);
        io("errorCode", self.error_code);
        io("baseOffset", self.base_offset);
        io("logAppendTimeMs", self.log_append_time_ms);
        io("logStartOffset", self.log_start_offset, since(5));
        io("recordErrors", self.record_errors, since(8));
        io("errorMessage", self.error_message, since(8));
        io("currentLeader", self.current_leader, since(10), tag(0));
      }
    };

    std::string name;
    Uuid topic_id;
    std::vector<PartitionProduceResponse> partition_responses;

    static void fields(auto& io, auto& self) {
      io("name", self.name, until(12));
      io("topicId", self.topic_id, since(13));
      io("partitionResponses", self.partition_responses);
    }
  };

  struct NodeEndpoint {
    std::int32_t node_id = 0;
    std::string host;
    std::int32_t port = 0;
    std::optional<std::string> rack;

    static void fields(auto& io, auto& self) {
      io("nodeId", self.node_id, since(10));
      io("host", self.host, since(10));
      io("port", self.port, since(10));
      io("rack", self.rack, since(10));
    }
    friend bool operator==(const NodeEndpoint&, const NodeEndpoint&) = default;
  };

  std::vector<TopicProduceResponse> responses;
  std::int32_t throttle_time_ms = 0;
  std::vector<NodeEndpoint> node_endpoints;

  static void fields(auto& io, auto& self) {
    io("responses", self.responses);
    io("throttleTimeMs", self.throttle_time_ms);
    io("nodeEndpoints", self.node_endpoints, since(10), tag(0));
  }
};

}  // namespace dogear::protocol
