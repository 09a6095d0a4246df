// What a group member costs. Every allocation of this program is counted.
#include <cstdlib>
#include <malloc.h>
#include <new>

#include "tests/coordinator/harness.hpp"

namespace {
std::size_t allocated_bytes = 0;
}

void* operator new(std::size_t size) {
  auto* memory = std::malloc(size);
  if (!memory) throw std::bad_alloc{};
  allocated_bytes += malloc_usable_size(memory);
  return memory;
}
void operator delete(void* memory) noexcept {
  if (memory) allocated_bytes -= malloc_usable_size(memory);
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace dogear::coordinator {
namespace {

class Memory : public Harness {};

TEST_F(Memory, AMemberCostsAtMostTwoKibibytes) {
  constexpr std::size_t members = 1'000;
  constexpr std::size_t metadata_bytes = 60;  // a Java consumer of one topic
  const auto metadata = slice_of(std::string(metadata_bytes, 'm'));
  protocol::JoinGroupRequest join{.group_id = "g",
                                  .session_timeout_ms = 45'000,
                                  .rebalance_timeout_ms = 300'000,
                                  .protocol_type = "consumer"};
  join.protocols = {{"range", metadata}, {"cooperative-sticky", metadata}};
  const Caller caller{3, "consumer-billing-1", "/192.168.100.100", 1};

  GroupConfig config;  // with an initial delay: all of them join the first round
  configure(config);
  const auto before = allocated_bytes;
  for (std::size_t i = 0; i < members; ++i) {
    (void)groups->join_group(join, caller, turn());
    changes.take();
  }
  advance(2 * config.group_initial_rebalance_delay);
  protocol::SyncGroupRequest sync{.group_id = "g"};
  {
    const auto& group = groups->find("g")->classic();
    sync.generation_id = group.generation();
    sync.member_id = *group.leader();
    for (const auto& [id, member] : group.members()) sync.assignments.push_back({id, metadata});
  }
  (void)groups->sync_group(sync, caller, turn());
  changes = {};
  log.written.clear();
  sync = {};
  EXPECT_EQ(groups->find("g")->classic().state(), ClassicState::stable);
  EXPECT_EQ(groups->find("g")->classic().members().size(), members);
  const auto bytes_per_member = (allocated_bytes - before) / members;
  EXPECT_LE(bytes_per_member, 2'048u);
  RecordProperty("bytes_per_member", std::to_string(bytes_per_member));
  configure(config);  // the log was cleared, so there is nothing to compare the group with
}

}  // namespace
}  // namespace dogear::coordinator
