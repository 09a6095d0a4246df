// Groups as text for people to read.
#include <map>

#include <fmt/format.h>

#include "coordinator/group.hpp"

namespace dogear::coordinator {
namespace {

std::string describe_member(const ClassicGroup& group, const std::string& id,
                            const ClassicMember& member) {
  auto text = fmt::format("  {}", id);
  if (member.instance_id) text += fmt::format(" instance={}", *member.instance_id);
  for (const auto& protocol : member.protocols) text += fmt::format(" {}", protocol.name);
  if (!member.assignment.empty())
    text += fmt::format(" assigned='{}'", text_of(member.assignment.bytes()));
  if (group.is_leader(id)) text += " leader";
  if (member.is_new) text += " new";
  if (member.join) text += " joining";
  if (member.sync) text += " syncing";
  if (group.pending_sync().contains(id)) text += " to-sync";
  return text + "\n";
}

std::string describe_offset(const std::string& topic, PartitionIndex partition,
                            const CommittedOffset& committed) {
  auto text = fmt::format("  {}-{} at {}", topic, partition, committed.offset);
  if (committed.leader_epoch != no_epoch) text += fmt::format(" epoch={}", committed.leader_epoch);
  if (!committed.metadata.empty()) text += fmt::format(" '{}'", committed.metadata);
  if (committed.expires_at) text += fmt::format(" expires={}", epoch_ms(*committed.expires_at));
  return text + "\n";
}

}  // namespace

std::string describe(const Group& group) {
  const auto& classic = group.classic();
  auto text = fmt::format("{} generation={}", kafka_name(classic.state()), classic.generation());
  if (classic.protocol_type()) text += fmt::format(" {}", *classic.protocol_type());
  if (classic.protocol()) text += fmt::format("/{}", *classic.protocol());
  text += "\n";
  for (const auto& [id, member] : classic.members()) text += describe_member(classic, id, member);
  for (const auto& [id, pending] : classic.pending()) text += fmt::format("  {} pending\n", id);
  std::map<std::pair<std::string, PartitionIndex>, const CommittedOffset*> sorted;
  for_each(group.durable.offsets, [&](const auto& topic, auto partition, const auto& committed) {
    sorted[{topic, partition}] = &committed;
  });
  for (const auto& [place, committed] : sorted)
    text += describe_offset(place.first, place.second, *committed);
  return text;
}

}  // namespace dogear::coordinator
