// The table of the verbs of groups.
#include "broker/control/groups.hpp"

namespace dogear::broker::control {
namespace {

constexpr std::string_view group_state = "group, state, generation after the change";

constexpr Verb table[] = {
    {"groups", "list", Effect::reads, "Lists all groups.", "nothing",
     "groups (a list, by id, of: group, type, state (as Kafka names it), protocolType, protocol, "
     "generation, leader, members (how many))",
     list_groups},
    {"groups", "describe", Effect::reads, "Describes a group, its members and its offsets.",
     "group",
     "group, type, state, protocolType, protocol, generation, leader, coordinator (a node), "
     "members (a list of: member, instance, clientId, host, protocols, subscription (topics), "
     "assignment (a list of: topic, partitions), sessionTimeoutMs, rebalanceTimeoutMs, "
     "sessionUntil (ISO 8601; null while its session cannot expire), waitsFor (JoinGroup, "
     "SyncGroup; null)), pendingMembers (those that were given an id and have not joined with it "
     "yet; a list of: member, sessionUntil), offsets (as in committed; assigned partitions "
     "without an offset, too)",
     describe_group, "group"},
    {"groups", "committed", Effect::reads,
     "Shows a group's committed offsets. A partition without an offset and an unknown group are "
     "no errors.",
     "group; topic, partition (all that have an offset)",
     "group, offsets (a list of: topic, partition, offset, leaderEpoch, metadata, committedAt, "
     "expiresAt (ISO 8601), highWatermark, lag; null where there is none)",
     committed_offsets, "group topic partition"},
    {"groups", "set-offsets", Effect::changes,
     "Commits offsets for a group that has no members. If some are refused, the others are "
     "committed all the same.",
     "group, offsets (a list of: topic, partition, offset; metadata, leaderEpoch)",
     "group, committed (how many)", set_offsets, "group"},
    {"groups", "delete-offsets", Effect::changes,
     "Deletes a group's committed offsets for a topic, as an admin client does: refused while a "
     "member subscribes to the topic.",
     "group, topic, partition (all that have an offset)", "group, deleted (how many)",
     delete_offsets, "group topic partition"},
    {"groups", "delete", Effect::changes,
     "Deletes a group that has no members, and its offsets, as an admin client does.", "group",
     "group", delete_group, "group"},
    {"groups", "expire-member", Effect::changes,
     "Expires a member's session now, whether its connection is open or not. A JoinGroup or "
     "SyncGroup of it that waits is answered with UNKNOWN_MEMBER_ID.",
     "group, member (its id; may be a pending member)", group_state, expire_member, "group member"},
    {"groups", "rebalance", Effect::changes,
     "Begins a rebalance, which members learn of by their next heartbeats. One in progress goes "
     "on.",
     "group", group_state, rebalance, "group"},
};

}  // namespace

constinit const std::span<const Verb> groups_verbs = table;

}  // namespace dogear::broker::control
