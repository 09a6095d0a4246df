// wait: verbs that wait for a condition which clients bring about. After the timeout the problem
// says what the verb saw last.
#include <functional>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "broker/broker.hpp"
#include "broker/control/faults.hpp"
#include "broker/control/group_partitions.hpp"
#include "broker/control/request_reader.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;
using coordinator::ClassicGroup;
using coordinator::ClassicMember;
using coordinator::ClassicState;

using Reply = std::variant<Waiting, Problem>;

constexpr Millis default_timeout{10'000};
constexpr Millis longest_timeout{3'600'000};
constexpr auto offset_max = std::numeric_limits<std::int64_t>::max();
constexpr auto index_max = std::numeric_limits<std::int32_t>::max();

// Looks once: returns the answer if the condition holds, and otherwise a description of what is
// there.
using Look = std::function<std::variant<json::object, std::string>(Broker&)>;

Reply wait_until(RequestReader& reader, Look look) {
  const auto timeout = reader.duration("timeout").value_or(default_timeout);
  if (timeout > longest_timeout) reader.refuse("timeout", "expected one hour at most");
  if (auto problem = reader.problem()) return *std::move(problem);
  return Waiting{
      timeout,
      [look = std::move(look), timeout](Broker& broker,
                                        WireDeadline deadline) -> std::optional<Answer> {
        auto seen = look(broker);
        if (auto* answer = std::get_if<json::object>(&seen)) return std::move(*answer);
        if (deadline == WireDeadline::ahead) return std::nullopt;
        return Problem{
            408, "Request Timeout",
            fmt::format("not within {} ms: {}", timeout.count(), std::get<std::string>(seen)), ""};
      }};
}

// Null when there is no such group.
const ClassicGroup* find_group(const Broker& broker, const std::string& id) {
  const auto* group = broker.cluster().groups.find(id);
  return group ? &group->classic() : nullptr;
}

std::string no_group(const std::string& id) { return fmt::format("there is no group {}", id); }

std::string shape_of(const ClassicGroup& group) {
  return fmt::format("the group is {} with {} members", kafka_name(group.state()),
                     group.members().size());
}

const storage::Partition* find_partition(const Broker& broker, const TopicPartition& place) {
  const auto* topic = broker.cluster().topics.find(place.topic);
  return topic ? topic->partition(place.partition) : nullptr;
}

// --- stable

Reply stable(Broker&, const json::object& request) {
  RequestReader reader(request);
  const auto id = reader.required_text("group");
  const auto members = reader.number("members", 0, index_max);
  return wait_until(reader, [=](Broker& broker) -> std::variant<json::object, std::string> {
    const auto* group = find_group(broker, id);
    if (!group) return no_group(id);
    const auto count = static_cast<std::int64_t>(group->members().size());
    const auto settled = count == 0 ? group->is_empty() : group->is(ClassicState::stable);
    if (!settled || (members ? count != *members : count == 0)) return shape_of(*group);
    return json::object{{"group", id}, {"generation", group->generation()}, {"members", count}};
  });
}

// --- positioned

std::variant<json::object, std::string> look_at_positions(const Broker& broker,
                                                          const std::string& id) {
  const auto* group = find_group(broker, id);
  if (!group) return no_group(id);
  if (!group->is(ClassicState::stable)) return shape_of(*group);
  std::size_t positioned = 0;
  for (const auto& [member_id, member] : group->members()) {
    for (const auto& place : assigned_partitions(member)) {
      const auto* partition = find_partition(broker, place);
      if (!partition ||
          !broker.is_fetch_parked(member.client_id, member.client_host, partition->changed))
        return fmt::format("{} is not waiting for more records of {}-{}", member_id, place.topic,
                           place.partition);
      ++positioned;
    }
  }
  return json::object{{"group", id}, {"partitions", positioned}};
}

Reply positioned(Broker&, const json::object& request) {
  RequestReader reader(request);
  const auto id = reader.required_text("group");
  return wait_until(reader, [=](Broker& broker) { return look_at_positions(broker, id); });
}

// --- committed

std::optional<Offset> committed_offset(const Broker& broker, const std::string& group,
                                       const TopicPartition& place) {
  const auto* found = broker.cluster().groups.find(group);
  const auto* committed =
      found ? coordinator::find(found->durable.offsets, place.topic, place.partition) : nullptr;
  return committed ? std::optional(committed->offset) : std::nullopt;
}

Reply committed(Broker&, const json::object& request) {
  RequestReader reader(request);
  const auto id = reader.required_text("group");
  reader.require("offset");
  const TopicPartition place{
      reader.required_text("topic"),
      static_cast<PartitionIndex>(reader.number("partition", 0, index_max).value_or(0))};
  const auto offset = reader.number("offset", 0, offset_max).value_or(0);
  return wait_until(reader, [=](Broker& broker) -> std::variant<json::object, std::string> {
    const auto reached = committed_offset(broker, id, place);
    if (!reached) return fmt::format("{} has committed no offset of this partition", id);
    if (*reached < offset) return fmt::format("{} has committed {}", id, *reached);
    return json::object{{"group", id},
                        {"topic", place.topic},
                        {"partition", place.partition},
                        {"offset", *reached}};
  });
}

// --- lag

std::variant<json::object, std::string> look_at_lag(const Broker& broker, const std::string& id,
                                                    std::int64_t at_most) {
  const auto* group = broker.cluster().groups.find(id);
  if (!group) return no_group(id);
  const auto partitions = partitions_of(*group);
  if (partitions.empty())
    return fmt::format("{} has neither assigned partitions nor committed offsets", id);
  std::int64_t lag = 0;
  for (const auto& place : partitions) {
    const auto* partition = find_partition(broker, place);
    if (!partition) continue;
    const auto end = partition->log->high_watermark();
    const auto reached = committed_offset(broker, id, place);
    if (!reached && end > partition->log->log_start_offset())
      return fmt::format("{} has committed no offset of {}-{}", id, place.topic, place.partition);
    // A client may have committed any number; below 0 there is nothing to read.
    lag += std::max<std::int64_t>(0, end - std::max<Offset>(0, reached.value_or(end)));
  }
  if (lag > at_most) return fmt::format("{} lags behind by {} records", id, lag);
  return json::object{{"group", id}, {"lag", lag}, {"partitions", partitions.size()}};
}

Reply lag(Broker&, const json::object& request) {
  RequestReader reader(request);
  const auto id = reader.required_text("group");
  const auto at_most = reader.number("atMost", 0, offset_max).value_or(0);
  return wait_until(reader, [=](Broker& broker) { return look_at_lag(broker, id, at_most); });
}

// --- idle

Reply idle(Broker&, const json::object& request) {
  RequestReader reader(request);
  return wait_until(reader, [](Broker& broker) -> std::variant<json::object, std::string> {
    if (const auto busy = broker.why_busy()) return *busy;
    return json::object{{"connections", broker.connection_count()},
                        {"longPolls", broker.waiting_count()}};
  });
}

// --- fault

Reply fault(Broker&, const json::object& request) {
  RequestReader reader(request);
  reader.require("fault");
  const auto id = static_cast<FaultId>(reader.number("fault", 1, offset_max).value_or(0));
  const auto fired = reader.number("fired", 0, offset_max).value_or(1);
  const auto holding = reader.number("holding", 0, offset_max).value_or(0);
  return wait_until(reader, [=](Broker& broker) -> std::variant<json::object, std::string> {
    const auto& rules = broker.faults().rules();
    const auto rule = rules.find(id);
    if (rule == rules.end()) return "there is no such fault";
    const auto held = broker.held().held_by(id).size();
    if (rule->second.fired < fired || std::cmp_less(held, holding))
      return fmt::format("it has fired {} times and holds {} requests", rule->second.fired, held);
    return told_fault(broker, id);
  });
}

constexpr Verb waits(std::string_view name, std::string_view help, std::string_view takes,
                     std::string_view gives, std::string_view operands,
                     Reply (*wait)(Broker&, const json::object&)) {
  return {"wait", name, Effect::reads, help, takes, gives, nullptr, operands, wait};
}

constexpr Verb table[] = {
    waits("stable",
          "Waits until a group is Stable and has the given number of members, or with 0 until "
          "it is Empty.",
          "group, members (how many exactly; any number but 0), timeout (wire time, 1h at "
          "most; 10s)",
          "group, generation, members (how many)", "group members", stable),
    waits("positioned",
          "Waits until the members of a group have read everything in their assigned "
          "partitions and wait for more.",
          "group, timeout", "group, partitions (how many)", "group", positioned),
    waits("committed", "Waits until a group has committed an offset, or a later one.",
          "group, topic, partition (0), offset, timeout", "group, topic, partition, offset",
          "group topic partition offset", committed),
    waits("lag",
          "Waits until the lag of a group, summed over the partitions that are assigned to it "
          "or that it has committed, is at most atMost. A partition of which it has committed "
          "nothing must be empty.",
          "group, atMost (records; 0), timeout", "group, lag, partitions (how many)", "group", lag),
    waits("idle",
          "Waits until every connection that fetches is waiting for more records, and no other "
          "request is unanswered.",
          "timeout", "connections, longPolls", "", idle),
    waits("fault", "Waits until a fault has fired so often and holds so many requests.",
          "fault, fired (at least; 1), holding (at least; 0), timeout", "what faults/add gives",
          "fault", fault),
};

}  // namespace

constinit const std::span<const Verb> wait_verbs = table;

}  // namespace dogear::broker::control
