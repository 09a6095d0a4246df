// bench_members [GROUPS]: the memory of a group of one member, in process, as the allocator counts
// it: with nothing committed, so that what is counted is the group, the member and their log. And
// that of a committed offset of a group, whose records lie in large blocks that are not counted.
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
  // Each came on a connection of its own, as the idle ones.
  const auto members = bytes() - at_first - 2 * connections;
  Figures()
      .add("member_bytes", members / groups)
      .add("connection_bytes", connections / groups)
      .add("offset_bytes", bytes_of_an_offset())
      .print();
  return 0;
}
