#include "tests/coordinator/harness.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error_code.hpp"

namespace dogear::coordinator {
namespace {

constexpr std::size_t answer_bytes_max = 1'000'000;

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

std::string text_of_due(const CameDue& due) {
  const auto what = std::visit(
      Overloaded{[](const SessionRenewed& it) { return "renewed " + it.member_id; },
                 [](const SessionExpired& it) { return "expired " + it.member_id; },
                 [](const PendingMemberExpired& it) { return "expired pending " + it.member_id; },
                 [](const JoinPhaseEnded&) { return std::string{"join phase ended"}; },
                 [](const SyncPhaseExpired&) { return std::string{"sync phase expired"}; },
                 [](const OffsetExpired& it) {
                   return fmt::format("expired offset {}-{}", it.partition.topic,
                                      it.partition.partition);
                 },
                 [](const GroupExpired&) { return std::string{"expired group"}; }},
      due.what);
  return fmt::format("+{} {}: {}\n", epoch_ms(due.at) - 1'000'000, due.group, what);
}

// Members stand in the order of their ids, which is that of a hash: of their names is readable.
std::string by_name(const std::string& text) {
  const auto separator = text.find("\n  m") == text.npos ? ' ' : '\n';
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(separator, at), text.size() - 1);
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  const auto is_member = [&](const std::string& part) {
    const auto name = separator == ' ' ? 0 : 2;
    return part.size() > name + 1u && part[name] == 'm' && std::isdigit(part[name + 1]);
  };
  const auto first = std::find_if(parts.begin(), parts.end(), is_member);
  std::sort(first, std::find_if_not(first, parts.end(), is_member));
  return fmt::format("{}\n", fmt::join(parts, std::string(1, separator)));
}

std::string last_word(const std::string& text) { return text.substr(text.rfind(' ') + 1); }

}  // namespace

Slice subscription(const std::vector<std::string>& topics) {
  std::string bytes{'\0', '\0', '\0', '\0', '\0', static_cast<char>(topics.size())};
  for (const auto& topic : topics) {
    bytes += {'\0', static_cast<char>(topic.size())};
    bytes += topic;
  }
  bytes += "\xff\xff\xff\xff";
  return slice_of(bytes);
}

std::string to_text(const CoordinatorRecord& record) {
  const auto parsed = parse(record);
  if (!parsed) return "corrupt\n";
  return std::visit(
      Overloaded{
          [](const OffsetCommitRecord& it) {
            const auto key =
                fmt::format("offset {} {}-{}", it.key.group, it.key.topic, it.key.partition);
            return it.value ? fmt::format("{} = {}\n", key, it.value->offset) : key + " deleted\n";
          },
          [](const GroupMetadataRecord& it) {
            if (!it.value) return fmt::format("group {} deleted\n", it.key.group);
            auto text =
                fmt::format("group {} generation={} type='{}' protocol={} leader={}", it.key.group,
                            it.value->generation, it.value->protocol_type,
                            it.value->protocol.value_or("null"), it.value->leader.value_or("null"));
            for (const auto& member : it.value->members)
              text += fmt::format(" {}='{}'", member.member_id, text_of(member.assignment.bytes()));
            return text + "\n";
          },
          [](const UnknownRecord& it) { return fmt::format("type {}\n", it.type); }},
      *parsed);
}

void Harness::learn(const std::string& id) {
  constexpr std::size_t uuid_size = 36;  // what is shorter was made up by a test
  if (id.size() > uuid_size && std::find(ids_.begin(), ids_.end(), id) == ids_.end())
    ids_.push_back(id);
}

std::string Harness::named(std::string text) {
  for (std::size_t i = 0; i < ids_.size(); ++i)
    for (auto at = text.find(ids_[i]); at != text.npos; at = text.find(ids_[i]))
      text.replace(at, ids_[i].size(), fmt::format("m{}", i + 1));
  return text;
}

std::string Harness::id_of(const std::string& name) {
  if (name.size() < 2 || name.front() != 'm') return name;
  const auto number = std::strtoul(name.c_str() + 1, nullptr, 10);
  return number >= 1 && number <= ids_.size() ? ids_[number - 1] : name;
}

std::string Harness::text_of_join(const protocol::JoinGroupResponse& response) {
  learn(response.member_id);
  if (response.error_code != ErrorCode::none)
    return fmt::format("{} {}{}", name_of(response.error_code), named(response.member_id),
                       response.leader.empty() ? "" : "leader=" + named(response.leader));
  auto text = fmt::format("{} generation={} {}/{} leader={}", named(response.member_id),
                          response.generation_id, response.protocol_type.value_or("null"),
                          response.protocol_name.value_or("null"), named(response.leader));
  if (response.skip_assignment) text += " skip";
  std::set<std::string> members;
  for (const auto& member : response.members) {
    learn(member.member_id);
    auto name = named(member.member_id);
    if (member.group_instance_id) name += "(" + *member.group_instance_id + ")";
    members.insert(name);
  }
  return text + (members.empty() ? "" : fmt::format(" {}", fmt::join(members, " ")));
}

std::string Harness::text_of_sync(const protocol::SyncGroupResponse& response) {
  const auto assignment = fmt::format("'{}'", text_of(response.assignment.bytes()));
  if (response.error_code != ErrorCode::none) {
    const auto error = name_of(response.error_code);
    return response.assignment.empty() ? std::string{error}
                                       : fmt::format("{} {}", error, assignment);
  }
  return fmt::format("{}/{} {}", response.protocol_type.value_or("null"),
                     response.protocol_name.value_or("null"), assignment);
}

std::string Harness::expire_due(const Leap* leap) {
  std::string text;
  while (groups->next_deadline() && *groups->next_deadline() <= now)
    for (const auto& due : groups->expire_one(turn(), leap)) text += text_of_due(due);
  return named(text);
}

std::string Harness::advance(Millis by, const Leap* leap) {
  now += by;
  return expire_due(leap);
}

std::string Harness::leap(Millis by, std::vector<ConnectionId> connected, Leap::Sessions sessions) {
  const Leap leaping{.until = now + by, .sessions = sessions, .is_connected = [&](ConnectionId id) {
                       return std::find(connected.begin(), connected.end(), id) != connected.end();
                     }};
  auto came_due = advance(by, &leaping);
  groups->end_leap(leaping);
  return came_due;
}

std::string Harness::join(const std::string& group, JoinOptions options) {
  protocol::JoinGroupRequest request{.group_id = group,
                                     .session_timeout_ms = options.session_ms,
                                     .rebalance_timeout_ms = options.rebalance_ms,
                                     .member_id = id_of(options.member),
                                     .protocol_type = options.type};
  if (!options.instance.empty()) request.group_instance_id = options.instance;
  for (const auto& name : options.protocols)
    request.protocols.push_back({name, options.metadata.empty() ? subscription(options.topics)
                                                                : slice_of(options.metadata)});
  const Caller caller{options.version, options.client, "/127.0.0.1", options.connection};
  auto answer = groups->join_group(request, caller, turn());
  std::string text = "parked";
  if (const auto* response = std::get_if<protocol::JoinGroupResponse>(&answer))
    text = text_of_join(*response);
  else
    waiting_.push_back({"join", std::get<1>(answer), nullptr});
  expire_due();
  return text;
}

std::string Harness::join_twice(const std::string& group, JoinOptions options) {
  options.member = last_word(join(group, options));
  return join(group, options);
}

void Harness::make_stable(const std::string& group, JoinOptions options) {
  speaks_through = options.connection;
  if (options.instance.empty()) options.member = last_word(join(group, options));
  const auto told = join(group, options);
  const auto member = last_word((told == "parked" ? answers() : told).substr(0, told.find('\n')));
  const auto name = member.substr(0, member.find_first_of("(\n"));
  sync(group, name, 1, {{name, "all"}});
  speaks_through = 1;
}

std::string Harness::sync(const std::string& group, const std::string& member,
                          std::int32_t generation,
                          const std::map<std::string, std::string>& assignments,
                          protocol::SyncGroupRequest request) {
  request.group_id = group;
  request.generation_id = generation;
  request.member_id = id_of(member);
  for (const auto& [to, what] : assignments)
    request.assignments.push_back({id_of(to), slice_of(what)});
  auto answer = groups->sync_group(request, {5, "app", "/127.0.0.1", speaks_through}, turn());
  std::string text = "parked";
  if (const auto* response = std::get_if<protocol::SyncGroupResponse>(&answer))
    text = text_of_sync(*response);
  else
    waiting_.push_back({"sync " + member, nullptr, std::get<1>(answer)});
  expire_due();
  return text;
}

std::string Harness::heartbeat(const std::string& group, const std::string& member,
                               std::int32_t generation, const std::string& instance) {
  protocol::HeartbeatRequest request{
      .group_id = group, .generation_id = generation, .member_id = id_of(member)};
  if (!instance.empty()) request.group_instance_id = instance;
  const auto response =
      groups->heartbeat(request, {4, "app", "/127.0.0.1", speaks_through}, turn());
  return std::string{name_of(response.error_code)};
}

std::string Harness::leave(const std::string& group, const std::string& member,
                           const std::string& instance) {
  protocol::LeaveGroupRequest request{.group_id = group};
  auto& leaving = request.members.emplace_back(id_of(member));
  if (!instance.empty()) leaving.group_instance_id = instance;
  const auto response = groups->leave_group(request, turn());
  expire_due();
  if (response.error_code != ErrorCode::none) return std::string{name_of(response.error_code)};
  return std::string{name_of(response.members.at(0).error_code)};
}

std::string Harness::commit(const std::string& group, const std::string& member,
                            std::int32_t generation, std::int64_t offset,
                            protocol::Version version) {
  protocol::OffsetCommitRequest request{
      .group_id = group, .generation_id_or_member_epoch = generation, .member_id = id_of(member)};
  request.topics.push_back({.name = "orders"});
  request.topics.back().partitions.push_back({.committed_offset = offset});
  return commit(std::move(request), version);
}

std::string Harness::commit(protocol::OffsetCommitRequest request, protocol::Version version) {
  const auto response =
      groups->commit_offsets(request, {version, "app", "/127.0.0.1", speaks_through}, turn());
  std::string text;
  for (const auto& topic : response.topics)
    for (const auto& partition : topic.partitions)
      text += fmt::format("{}{}", text.empty() ? "" : " ", name_of(partition.error_code));
  return text;
}

std::string Harness::fetch(const std::string& group, const std::string& topic,
                           PartitionIndex partition, const Uuid& id) {
  protocol::OffsetFetchRequest::Group request{.group_id = group};
  request.topics->push_back({topic, id, {partition}});
  const auto response = groups->fetch_offsets(request, answer_bytes_max);
  const auto& told = response->topics.at(0).partitions.at(0);
  return fmt::format("{} epoch={} '{}'", told.committed_offset, told.committed_leader_epoch,
                     told.metadata.value_or("null"));
}

std::string Harness::fetch_all(const std::string& group) {
  protocol::OffsetFetchRequest::Group request{.group_id = group, .topics = std::nullopt};
  std::string text;
  const auto response = groups->fetch_offsets(request, answer_bytes_max);
  for (const auto& topic : response->topics)
    for (const auto& partition : topic.partitions)
      text += fmt::format("{}-{} at {}\n", topic.name, partition.partition_index,
                          partition.committed_offset);
  return text;
}

std::string Harness::delete_offset(const std::string& group, const std::string& topic) {
  protocol::OffsetDeleteRequest request{.group_id = group};
  request.topics.push_back({topic, {{0}}});
  const auto response = groups->delete_offsets(request, turn());
  if (response.error_code != ErrorCode::none)
    return fmt::format("group: {}", name_of(response.error_code));
  return std::string{name_of(response.topics.at(0).partitions.at(0).error_code)};
}

std::string Harness::delete_group(const std::string& group) {
  const auto response = groups->delete_groups({group}, turn());
  return std::string{name_of(response.results.at(0).error_code)};
}

std::string Harness::answers() {
  for (const auto& waiting : waiting_)
    if (waiting.join && waiting.join->answer) learn(waiting.join->answer->member_id);
  std::string text;
  std::erase_if(waiting_, [&](const Waiting& waiting) {
    if (waiting.join && waiting.join->answer) {
      text += "join: " + text_of_join(*waiting.join->answer) + "\n";
      return true;
    }
    if (waiting.sync && waiting.sync->answer) {
      text += waiting.who + ": " + text_of_sync(*waiting.sync->answer) + "\n";
      return true;
    }
    return false;
  });
  return text;
}

std::string Harness::dump(const std::string& group) {
  const auto* found = groups->find(group);
  return found ? by_name(named(describe(*found))) : "none";
}

std::string Harness::listed(protocol::ListGroupsRequest request) {
  std::string text;
  for (const auto& group : groups->list_groups(request).groups)
    text += fmt::format("{} '{}' {} {}\n", group.group_id, group.protocol_type, group.group_state,
                        group.group_type);
  return text;
}

std::string Harness::records_since(std::size_t index) {
  std::string text;
  for (; index < log.written.size(); ++index) text += to_text(log.written[index].second);
  return named(text);
}

// What the log says is what the coordinator knows.
void Harness::expect_rebuilt_equal() {
  Groups rebuilt(groups->config(), Seed{7}, broker_time(start_ms));
  for (const auto& [partition, record] : log.written) rebuilt.replay(record);
  for (const auto& [id, group] : groups->all()) {
    const auto* other = rebuilt.find(id);
    if (group->durable.empty()) continue;
    ASSERT_NE(other, nullptr) << id;
    EXPECT_EQ(group->durable, other->durable) << id;
  }
  for (const auto& [id, group] : rebuilt.all())
    EXPECT_TRUE(group->durable.empty() || groups->find(id)) << id;
}

}  // namespace dogear::coordinator
