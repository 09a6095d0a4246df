// bench_members [GROUPS]: the memory, as the allocator counts it, of a group of one member without
// committed offsets, and of a committed offset. The broker is in this process. Record bytes lie in
// large blocks, which the allocator does not count.
#include <cstdlib>
#include <malloc.h>

#include <fmt/format.h>

#include "bench/inside.hpp"

namespace {

double bytes() { return static_cast<double>(mallinfo2().uordblks); }

double bytes_of_an_offset() {
  constexpr int offsets = 9'000;  // a topic of more is too large a batch
  dogear::bench::Inside inside(1, offsets);
  inside.add_group("first", 0);
  const auto before = bytes();
  inside.add_group("committed", offsets);
  return (bytes() - before) / offsets;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace dogear::bench;
  const int groups = argc > 1 ? std::atoi(argv[1]) : 1000;
  Inside inside(1, 1);
  inside.add_group("first", 0);  // with it come the topic and its first block
  const auto at_first = bytes();
  for (int i = 0; i < groups; ++i) inside.connect();
  const auto connections = bytes() - at_first;
  for (int i = 0; i < groups; ++i) inside.add_group(fmt::format("group-{}", i), 0);
  // Each group has a connection of its own: as many as the idle ones, whose memory is known.
  const auto members = bytes() - at_first - 2 * connections;
  Figures()
      .add("member_bytes", members / groups)
      .add("connection_bytes", connections / groups)
      .add("offset_bytes", bytes_of_an_offset())
      .print();
  return 0;
}
