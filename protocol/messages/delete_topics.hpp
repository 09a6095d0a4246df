// DeleteTopics (key 20), v1-6, flexible from v4.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "base/uuid.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api delete_topics_api{
    .key = 20, .name = "DeleteTopics", .versions = between(1, 6), .flexible_since = 4};

struct DeleteTopicsRequest {
  static constexpr Api api = delete_topics_api;
  struct DeleteTopicState {
    std::optional<std::string> name;
    Uuid topic_id;

    static void fields(auto& io, auto& self) {
      io("name", self.name, since(6));
      io("topicId", self.topic_id, since(6));
    }
  };

  std::vector<DeleteTopicState> topics;
  std::vector<std::string> topic_names;
  std::int32_t timeout_ms = 0;

  static void fields(auto& io, auto& self) {
    io("topics", self.topics, since(6));
    io("topicNames", self.topic_names, until(5));
    io("timeoutMs", self.timeout_ms);
  }
};

struct DeleteTopicsResponse {
  static constexpr Api api = delete_topics_api;
  struct DeletableTopicResult {
    std::optional<std::string> name = "";
    Uuid topic_id;
    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> error_message;

    static void fields(auto& io, auto& self) {
      io("name", self.name, nullable(since(6)));
      io("topicId", self.topic_id, since(6));
      io("errorCode", self.error_code);
      io("errorMessage", self.error_message, since(5));
    }
  };

  std::int32_t throttle_time_ms = 0;
  std::vector<DeletableTopicResult> responses;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("responses", self.responses);
  }
};

}  // namespace dogear::protocol
