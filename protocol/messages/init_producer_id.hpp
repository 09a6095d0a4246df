// InitProducerId (key 22), v0-6, flexible from v2.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api init_producer_id_api{
    .key = 22, .name = "InitProducerId", .versions = between(0, 6), .flexible_since = 2};

struct InitProducerIdRequest {
  static constexpr Api api = init_producer_id_api;
  std::optional<std::string> transactional_id = "";
  std::int32_t transaction_timeout_ms = 0;
  std::int64_t producer_id = -1;
  std::int16_t producer_epoch = -1;
  bool enable2_pc = false;
  bool keep_prepared_txn = false;

  static void fields(auto& io, auto& self) {
    io("transactionalId", self.transactional_id);
    io("transactionTimeoutMs", self.transaction_timeout_ms);
    io("producerId", self.producer_id, since(3));
    io("producerEpoch", self.producer_epoch, since(3));
    io("enable2Pc", self.enable2_pc, since(6));
    io("keepPreparedTxn", self.keep_prepared_txn, since(6));
  }
};

struct InitProducerIdResponse {
  static constexpr Api api = init_producer_id_api;
  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::int64_t producer_id = -1;
  std::int16_t producer_epoch = 0;
  std::int64_t ongoing_txn_producer_id = -1;
  std::int16_t ongoing_txn_producer_epoch = -1;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code);
    io("producerId", self.producer_id);
    io("producerEpoch", self.producer_epoch);
    io("ongoingTxnProducerId", self.ongoing_txn_producer_id, since(6));
    io("ongoingTxnProducerEpoch", self.ongoing_txn_producer_epoch, since(6));
  }
};

}  // namespace dogear::protocol
