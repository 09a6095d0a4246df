// Requests that name several groups are handled coordinator by coordinator.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dogear::coordinator {

// Groups in the order in which Kafka handles several in one request: those that belong to the same
// partition of the offsets topic, and so to the same coordinator, together.
std::vector<std::vector<std::string>> by_coordinator(const std::vector<std::string>& groups,
                                                     std::int32_t partitions);

}  // namespace dogear::coordinator
