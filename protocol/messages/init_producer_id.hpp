// InitProducerId (key 22), v0-5, flexible from v2. Kafka 4.3.1 knows an unstable v6, which it
// refuses.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api init_producer_id_api{
    .key = 22, .name = "InitProducerId", .versions = between(0, 5), .flexible_since = 2};

struct InitProducerIdRequest {
  static constexpr Api api = init_producer_id_api;
  std::optional<std::string> transactional_id = "";
  std::int32_t transaction_timeout_ms = 0;
  std::int64_t producer_id = -1;
  std::int16_t producer_epoch = -1;

  static void fields(auto& io, auto& self) {
    io("transactionalId", self.transactional_id);
    io("transactionTimeoutMs", self.transaction_timeout_ms);
    io("producerId", self.producer_id, since(3));
    io("producerEpoch", self.producer_epoch, since(3));
  }
};

struct InitProducerIdResponse {
  static constexpr Api api = init_producer_id_api;
  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::int64_t producer_id = -1;
  std::int16_t producer_epoch = 0;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code);
    io("producerId", self.producer_id);
    io("producerEpoch", self.producer_epoch);
  }
};

}  // namespace dogear::protocol
