// The table of the verbs of groups.
#include "broker/control/groups.hpp"

namespace dogear::broker::control {
namespace {

constexpr std::string_view group_state = "group, state, generation, as they are then";

constexpr Verb table[] = {
    {"groups", "list", Effect::reads, "Tells which groups there are.", "nothing",
     "groups (a list, by id, of: group, type, state (as Kafka tells it), protocolType, protocol, "
     "generation, leader, members (how many))",
     list_groups},
    {"groups", "describe", Effect::reads, "Tells of a group, its members and its offsets.", "group",
     "group, type, state, protocolType, protocol, generation, leader, coordinator (a node), "
     "members (a list of: member, instance, clientId, host, protocols, subscription (topics), "
     "assignment (a list of: topic, partitions), sessionTimeoutMs, rebalanceTimeoutMs, "
     "sessionUntil (ISO 8601; null while none runs), waitsFor (JoinGroup, SyncGroup; null)), "
     "pendingMembers (who was given an id and has not come back with it; a list of: member, "
     "sessionUntil), offsets (as in committed, and those assigned that have none)",
     describe_group, "group"},
    {"groups", "committed", Effect::reads,
     "Tells where a group has committed. What is not committed, and a group that nobody knows, is "
     "no error.",
     "group; topic, partition (all that are committed)",
     "group, offsets (a list of: topic, partition, offset, leaderEpoch, metadata, committedAt, "
     "expiresAt (ISO 8601), highWatermark, lag; null for what is not there)",
     committed_offsets, "group topic partition"},
    {"groups", "set-offsets", Effect::changes,
     "Commits offsets for a group that has no members. Those that are refused leave the others.",
     "group, offsets (a list of: topic, partition, offset; metadata, leaderEpoch)",
     "group, committed (how many)", set_offsets, "group"},
    {"groups", "delete-offsets", Effect::changes,
     "Forgets what a group has committed for a topic, as an admin client does: members that are "
     "subscribed to it refuse.",
     "group, topic, partition (all that are committed)", "group, deleted (how many)",
     delete_offsets, "group topic partition"},
    {"groups", "delete", Effect::changes,
     "Deletes a group that has no members, and its offsets, as an admin client does.", "group",
     "group", delete_group, "group"},
    {"groups", "expire-member", Effect::changes,
     "Lets a member's session expire now, whether its connection is open or not. One that waits "
     "for "
     "an answer is told UNKNOWN_MEMBER_ID.",
     "group, member (its id; of a pending one, too)", group_state, expire_member, "group member"},
    {"groups", "rebalance", Effect::changes,
     "Begins a rebalance, of which members learn by their next heartbeats. One in progress goes "
     "on.",
     "group", group_state, rebalance, "group"},
};

}  // namespace

constinit const std::span<const Verb> groups_verbs = table;

}  // namespace dogear::broker::control
