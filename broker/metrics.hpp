// The counters that /metrics shows. Nothing the broker does depends on them.
#pragma once
#include <cstdint>
#include <map>
#include <utility>

#include "base/error_code.hpp"
#include "protocol/versions.hpp"

namespace dogear::broker {

struct Metrics {
  // Finished requests by API and by the first error in the answer.
  std::map<std::pair<protocol::ApiKey, ErrorCode>, std::uint64_t> answers;
  std::uint64_t connections_opened = 0;
  // Closed by the broker: for malformed requests, idleness, faults or a restored snapshot.
  std::uint64_t connections_refused = 0;
  std::uint64_t asks = 0;  // how often waiting requests were tried again
  std::uint64_t request_bytes = 0;
  std::uint64_t answer_bytes = 0;
  // Of batches, appended for producers and sent to consumers.
  std::uint64_t records_in = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t records_out = 0;
  std::uint64_t bytes_out = 0;
};

}  // namespace dogear::broker
