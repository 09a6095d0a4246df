// bench_fixture: the time from dogear_new to the first Metadata answer, in this process: for the
// first cluster, and the median of those after it.
#include <algorithm>
#include <dogear/dogear.h>

#include "bench/wire.hpp"
#include "protocol/messages/metadata.hpp"

namespace dogear::bench {
namespace {

constexpr int clusters = 101;
constexpr protocol::Version version = 9;

struct Times {
  double constructor_ms;
  double first_metadata_ms;
};

Times start_and_ask() {
  const auto began = Clock::now();
  dogear_cluster* cluster = nullptr;
  if (dogear_new(nullptr, &cluster) != 0) give_up(dogear_last_error());
  const auto ready = seconds_since(began);
  Wire wire(std::string(dogear_bootstrap_servers(cluster)));
  if (wire.ask<protocol::MetadataRequest, protocol::MetadataResponse>({}, version).brokers.empty())
    give_up("Metadata names no broker");
  const auto answered = seconds_since(began);
  dogear_destroy(cluster);
  return {1e3 * ready, 1e3 * answered};
}

double median(std::vector<Times> all, double Times::* which) {
  std::ranges::sort(all, {}, which);
  return all[all.size() / 2].*which;
}

void run() {
  const auto first = start_and_ask();
  std::vector<Times> next;
  for (int i = 0; i < clusters; ++i) next.push_back(start_and_ask());
  Figures()
      .add("first_constructor_ms", first.constructor_ms)
      .add("first_metadata_ms", first.first_metadata_ms)
      .add("next_constructor_ms", median(next, &Times::constructor_ms))
      .add("next_metadata_ms", median(next, &Times::first_metadata_ms))
      .print();
}

}  // namespace
}  // namespace dogear::bench

int main() { dogear::bench::run(); }
