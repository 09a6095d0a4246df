// The broker configs that group coordinators act upon: Kafka's names, Kafka's defaults.
#pragma once
#include <cstdint>
#include <limits>

#include "base/time.hpp"

namespace dogear::coordinator {

struct GroupConfig {
  Millis group_min_session_timeout{6'000};
  Millis group_max_session_timeout{1'800'000};
  Millis group_initial_rebalance_delay{3'000};
  std::int32_t group_max_size = std::numeric_limits<std::int32_t>::max();
  std::int32_t offset_metadata_max_bytes = 4'096;
  std::chrono::minutes offsets_retention{10'080};
  Millis offsets_retention_check_interval{600'000};  // at least 1
  std::int32_t offsets_topic_num_partitions = 50;

  // How long a new member may wait for the answer to its first JoinGroup. A constant in Kafka as
  // well.
  static constexpr Millis new_member_join_timeout{300'000};
};

}  // namespace dogear::coordinator
