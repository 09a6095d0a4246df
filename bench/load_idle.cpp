// Keeps connections open while something else is measured: idle ones, or ones with a long poll
// each.
#include <cstdio>
#include <deque>
#include <sys/resource.h>

#include "bench/load.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/metadata.hpp"

namespace dogear::bench {
namespace {

using protocol::MetadataRequest;
using protocol::MetadataResponse;

constexpr protocol::Version metadata_version = 9;
constexpr protocol::Version fetch_version = 12;  // the last that names topics
constexpr std::int32_t poll_ms = 3'600'000;      // longer than anybody measures

void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Each has had an answer, so that the broker knows all of them.
std::deque<Wire> open_connections(const LoadOptions& options) {
  raise_file_limit();
  std::deque<Wire> wires;
  for (int i = 0; i < options.connections; ++i) {
    wires.emplace_back(options.address);
    wires.back().ask<MetadataRequest, MetadataResponse>({}, metadata_version);
  }
  return wires;
}

void hold(std::deque<Wire>& wires) {
  Figures().add("connections", static_cast<std::uint64_t>(wires.size())).print();
  while (std::getchar() != EOF) continue;
  for (auto& wire : wires)
    if (wire.answered()) give_up("an idle connection was spoken to, or closed");
}

std::vector<std::uint8_t> poll_frame(const std::string& topic) {
  protocol::FetchRequest request;
  request.max_wait_ms = poll_ms;
  request.min_bytes = 1;
  auto& wanted = request.topics.emplace_back();
  wanted.topic = topic;
  wanted.partitions.emplace_back().partition_max_bytes = 1 << 20;
  return frame_of(request, fetch_version);
}

}  // namespace

void hold_connections(const LoadOptions& options) {
  auto wires = open_connections(options);
  hold(wires);
}

void hold_polls(const LoadOptions& options) {
  auto wires = open_connections(options);
  const auto frame = poll_frame(options.topic);
  for (auto& wire : wires) wire.send(frame);
  hold(wires);
}

}  // namespace dogear::bench
