// CreateTopics (key 19), v2-7, flexible from v5.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/uuid.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api create_topics_api{
    .key = 19, .name = "CreateTopics", .versions = between(2, 7), .flexible_since = 5};

struct CreateTopicsRequest {
  static constexpr Api api = create_topics_api;
  struct CreatableTopic {
    struct CreatableReplicaAssignment {
      std::int32_t partition_index = 0;
      std::vector<std::int32_t> broker_ids;

      static void fields(auto& io, auto& self) {
        io("partitionIndex", self.partition_index);
        io("brokerIds", self.broker_ids);
      }
    };

    struct CreatableTopicConfig {
      std::string name;
      std::optional<std::string> value = "";

      static void fields(auto& io, auto& self) {
        io("name", self.name);
        io("value", self.value);
      }
    };

    std::string name;
    std::int32_t num_partitions = 0;
    std::int16_t replication_factor = 0;
    std::vector<CreatableReplicaAssignment> assignments;
    std::vector<CreatableTopicConfig> configs;

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("numPartitions", self.num_partitions);
      io("replicationFactor", self.replication_factor);
      io("assignments", self.assignments);
      io("configs", self.configs);
    }
  };

  std::vector<CreatableTopic> topics;
  std::int32_t timeout_ms = 60000;
  bool validate_only = false;

  static void fields(auto& io, auto& self) {
    io("topics", self.topics);
    io("timeoutMs", self.timeout_ms);
    io("validateOnly", self.validate_only);
  }
};

struct CreateTopicsResponse {
  static constexpr Api api = create_topics_api;
  struct CreatableTopicResult {
    struct CreatableTopicConfigs {
      std::string name;
      std::optional<std::string> value = "";
      bool read_only = false;
      std::int8_t config_source = -1;
      bool is_sensitive = false;

      static void fields(auto& io, auto& self) {
        io("name", self.name, since(5));
        io("value", self.value, since(5));
        io("readOnly", self.read_only, since(5));
        io("configSource", self.config_source, since(5));
        io("isSensitive", self.is_sensitive, since(5));
      }
    };

    std::string name;
    Uuid topic_id;
    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> error_message = "";
    ErrorCode topic_config_error_code = ErrorCode::none;
    std::int32_t num_partitions = -1;
    std::int16_t replication_factor = -1;
    std::optional<std::vector<CreatableTopicConfigs>> configs =
        std::vector<CreatableTopicConfigs>{};

    static void fields(auto& io, auto& self) {
      io("name", self.name);
      io("topicId", self.topic_id, since(7));
      io("errorCode", self.error_code);
      io("errorMessage", self.error_message);
      io("topicConfigErrorCode", self.topic_config_error_code, since(5), tag(0));
      io("numPartitions", self.num_partitions, since(5));
      io("replicationFactor", self.replication_factor, since(5));
      io("configs", self.configs, since(5));
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<CreatableTopicResult> topics;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("topics", self.topics);
  }
};

}  // namespace dogear::protocol
