// The raw load generator: what it can do. It sends frames that were prepared before the clock
// starts and looks at the answers only as far as it must, so that the broker is what is measured.
#pragma once
#include <cstdint>
#include <string>

#include "bench/wire.hpp"

namespace dogear::bench {

struct LoadOptions {
  std::string address = "127.0.0.1:9092";
  std::string topic = "bench";
  std::uint64_t bytes = std::uint64_t{1} << 30;  // of record values
  std::uint64_t record_bytes = 1024;
  std::uint64_t batch_bytes = 1'000'000;  // as many records a batch as fit; librdkafka's default
  std::uint64_t fetch_bytes = 0;          // what one Fetch asks for; 0: as much as one batch
  int connections = 1;                    // each with a partition of its own
  int pipeline = 4;                       // requests on the way on each connection
  int count = 10'000;                     // of round trips, of commits
  int groups = 1;                         // that commit in turn
};

// Creates `topic` with a partition for each connection and waits until all have leaders.
void create_topic(const LoadOptions& options);
void delete_topic(const LoadOptions& options);
// Waits until the broker answers Metadata and names a broker.
void await_ready(const LoadOptions& options);
// Opens `connections`, on each of which one request was answered, says so, and holds them until
// standard input ends.
void hold_connections(const LoadOptions& options);
// The same, with a Fetch on each that waits for the first record of `topic`.
void hold_polls(const LoadOptions& options);

void produce(const LoadOptions& options);
// Reads the whole topic. Offsets must be without gaps.
void fetch(const LoadOptions& options);
// The same, not for its speed: every checksum is checked.
void verify(const LoadOptions& options);
// One small record with acks=all at a time.
void round_trips(const LoadOptions& options);
// The first batch of `topic`, or its metadata, at a time.
void fetch_round_trips(const LoadOptions& options);
void metadata_round_trips(const LoadOptions& options);
// `count` offset commits of `groups` groups; the last of each is read back.
void commits(const LoadOptions& options);

}  // namespace dogear::bench
