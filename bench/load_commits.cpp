// Offset commits as fast as the broker takes them. The groups have no members, as when consumers
// assign their partitions themselves.
#include <algorithm>
#include <deque>
#include <string>

#include <fmt/format.h>

#include "base/ids.hpp"
#include "bench/load.hpp"
#include "protocol/messages/find_coordinator.hpp"
#include "protocol/messages/offset_commit.hpp"
#include "protocol/messages/offset_fetch.hpp"

namespace dogear::bench {
namespace {

using protocol::FindCoordinatorRequest;
using protocol::FindCoordinatorResponse;
using protocol::OffsetCommitRequest;
using protocol::OffsetCommitResponse;
using protocol::OffsetFetchRequest;
using protocol::OffsetFetchResponse;

constexpr protocol::Version find_version = 2;
constexpr protocol::Version commit_version = 8;  // the first flexible one; topics by name
constexpr protocol::Version fetch_version = 7;   // the last that is for one group only
constexpr Offset first_offset = 1;               // before the clock starts
constexpr Offset timed_offset = 2;

std::string group_name(const LoadOptions& options, int number) {
  return fmt::format("{}-{}", options.topic, number);
}

OffsetCommitRequest commit_of(const LoadOptions& options, int group, Offset offset) {
  OffsetCommitRequest request;
  request.group_id = group_name(options, group);
  auto& committed = request.topics.emplace_back();
  committed.name = options.topic;
  committed.partitions.emplace_back().committed_offset = offset;
  return request;
}

ErrorCode error_of(const OffsetCommitResponse& answer) {
  return answer.topics.at(0).partitions.at(0).error_code;
}

// Kafka creates __consumer_offsets at the first FindCoordinator, and then has to load it.
void await_coordinator(Wire& wire, const OffsetCommitRequest& commit) {
  FindCoordinatorRequest find;
  find.key = commit.group_id;
  retry_until_done([&]() -> std::string {
    auto error =
        wire.ask<FindCoordinatorRequest, FindCoordinatorResponse>(find, find_version).error_code;
    if (error == ErrorCode::none)
      error = error_of(wire.ask<OffsetCommitRequest, OffsetCommitResponse>(commit, commit_version));
    if (error == ErrorCode::none) return "";
    return fmt::format("a first OffsetCommit: {}", name_of(error));
  });
}

// One for each group. Every group has committed once before, so that it exists.
std::vector<std::vector<std::uint8_t>> commit_frames(const LoadOptions& options) {
  Wire wire(options.address);
  std::vector<std::vector<std::uint8_t>> frames;
  for (int i = 0; i < options.groups; ++i) {
    await_coordinator(wire, commit_of(options, i, first_offset));
    frames.push_back(frame_of(commit_of(options, i, timed_offset), commit_version));
  }
  return frames;
}

void take_answer(Wire& wire) {
  const auto answer = decode_answer<OffsetCommitResponse>(wire.read_frame(), commit_version);
  expect_none(error_of(answer), "OffsetCommit");
}

// Reads the offsets of all groups that have committed.
void verify_offsets(const LoadOptions& options, std::size_t commits) {
  Wire wire(options.address);
  const auto groups = std::min(commits, static_cast<std::size_t>(options.groups));
  for (std::size_t i = 0; i < groups; ++i) {
    OffsetFetchRequest request;
    request.group_id = group_name(options, static_cast<int>(i));
    request.topics->push_back({options.topic, {0}});
    const auto answer = wire.ask<OffsetFetchRequest, OffsetFetchResponse>(request, fetch_version);
    expect_none(answer.error_code, "OffsetFetch");
    if (answer.topics.at(0).partitions.at(0).committed_offset != timed_offset)
      give_up("a commit is lost");
  }
}

}  // namespace

void commits(const LoadOptions& options) {
  const auto frames = commit_frames(options);
  std::deque<Wire> wires;
  for (int i = 0; i < options.connections; ++i) wires.emplace_back(options.address);
  const int a_connection = std::max(1, options.count / options.connections);
  const auto cpu_before = own_cpu_seconds();
  const auto start = Clock::now();
  std::size_t sent = 0;
  for (int round = 0; round < a_connection + options.pipeline; ++round)
    for (auto& wire : wires) {
      if (round >= options.pipeline) take_answer(wire);
      if (round < a_connection) wire.send(frames[sent++ % frames.size()]);
    }
  const auto seconds = seconds_since(start);
  const auto client_cpu = own_cpu_seconds() - cpu_before;
  verify_offsets(options, sent);
  Figures()
      .add("commits", static_cast<std::uint64_t>(sent))
      .add("seconds", seconds)
      .add("client_cpu_seconds", client_cpu)
      .print();
}

}  // namespace dogear::bench
