// The one list of the APIs that are served; ApiVersions is answered from it, too.
#pragma once
#include <span>

#include "base/error_code.hpp"
#include "base/slice.hpp"
#include "broker/reply.hpp"
#include "protocol/versions.hpp"

namespace dogear::broker {

struct Call;

struct ApiEntry {
  protocol::Api api;
  Outcome (*begin)(Cluster&, const Call&, const Slice& body);
  // The answer to a request that fails as a whole with `error`, when a fault rule wants that.
  Outcome (*fail)(const Call&, const Slice& body, ErrorCode error);
};

// One line for each API, in ascending order of their keys. Its entry is in handlers/<api>.cpp.
#define DOGEAR_SERVED_APIS(X)      \
  X(produce)                       \
  X(fetch)                         \
  X(list_offsets)                  \
  X(metadata)                      \
  X(offset_commit)                 \
  X(offset_fetch)                  \
  X(find_coordinator)              \
  X(join_group)                    \
  X(heartbeat)                     \
  X(leave_group)                   \
  X(sync_group)                    \
  X(describe_groups)               \
  X(list_groups)                   \
  X(api_versions)                  \
  X(create_topics)                 \
  X(delete_topics)                 \
  X(delete_records)                \
  X(init_producer_id)              \
  X(offset_for_leader_epoch)       \
  X(describe_configs)              \
  X(alter_configs)                 \
  X(describe_log_dirs)             \
  X(create_partitions)             \
  X(delete_groups)                 \
  X(elect_leaders)                 \
  X(incremental_alter_configs)     \
  X(alter_partition_reassignments) \
  X(list_partition_reassignments)  \
  X(offset_delete)                 \
  X(describe_client_quotas)        \
  X(alter_client_quotas)           \
  X(describe_quorum)               \
  X(update_features)               \
  X(describe_cluster)              \
  X(describe_producers)            \
  X(list_config_resources)         \
  X(describe_topic_partitions)

#define DOGEAR_DECLARE_ENTRY(api) extern const ApiEntry api##_entry;
DOGEAR_SERVED_APIS(DOGEAR_DECLARE_ENTRY)
#undef DOGEAR_DECLARE_ENTRY

// The APIs that code outside of their handlers treats apart.
inline constexpr protocol::ApiKey produce_key = 0;
inline constexpr protocol::ApiKey fetch_key = 1;
inline constexpr protocol::ApiKey find_coordinator_key = 10;

std::span<const ApiEntry* const> served_apis();
// Null for a key that is not served.
const ApiEntry* find_api(protocol::ApiKey key);

}  // namespace dogear::broker
