// Bits of the ACL operations that a principal may do (KIP-430), where nothing is forbidden to
// anybody.
#pragma once
#include <cstdint>

namespace dogear::broker {

// READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, DESCRIBE_CONFIGS and ALTER_CONFIGS.
constexpr std::int32_t all_topic_operations = 0b1101'1111'1000;
// CREATE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE.
constexpr std::int32_t all_cluster_operations = 0b1'1111'1010'0000;

}  // namespace dogear::broker
