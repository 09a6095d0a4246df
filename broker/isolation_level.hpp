// Whether readers see the records of transactions that are still open: of Fetch and ListOffsets.
#pragma once
#include <cstdint>

namespace dogear::broker {

// With the numbers of the protocol.
enum class IsolationLevel : std::int8_t { read_uncommitted = 0, read_committed = 1 };

constexpr bool is_isolation_level(std::int8_t level) { return level == 0 || level == 1; }

}  // namespace dogear::broker
