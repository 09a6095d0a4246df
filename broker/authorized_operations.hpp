// The authorized operations that answers contain (KIP-430): bits by the codes of the ACL
// operations. There are no ACLs, so everybody may do all that the resource has.
#pragma once
#include <cstdint>

namespace dogear::broker {

// READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, DESCRIBE_CONFIGS and ALTER_CONFIGS.
constexpr std::int32_t all_topic_operations = 0b1101'1111'1000;
// CREATE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE.
constexpr std::int32_t all_cluster_operations = 0b1'1111'1010'0000;

// READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS and ALTER_CONFIGS (KIP-848).
constexpr std::int32_t all_group_operations = 0b1101'0100'1000;

}  // namespace dogear::broker
