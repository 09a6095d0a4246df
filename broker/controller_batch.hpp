// What Kafka's controller writes at once: at most so many records (MAX_RECORDS_PER_USER_OP), one
// for each topic, config and partition.
#pragma once
#include <cstddef>
#include <string_view>

namespace dogear::broker {

constexpr std::size_t controller_records_max = 10'000;
constexpr std::string_view controller_batch_too_large =
    "Unable to perform excessively large batch operation.";

}  // namespace dogear::broker
