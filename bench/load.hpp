// The verbs of the raw load generator. It prepares its frames before the clock starts, and decodes
// of the answers no more than it must, so that the broker is what is measured.
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
  int pipeline = 4;                       // requests in flight on each connection
  int count = 10'000;                     // of round trips, of commits
  int groups = 1;                         // that commit in turn
};

// Creates `topic` with a partition for each connection and waits until all have leaders.
void create_topic(const LoadOptions& options);
void delete_topic(const LoadOptions& options);
// Waits until the broker answers Metadata and names a broker.
void await_ready(const LoadOptions& options);
// Opens `connections`, gets one request answered on each, prints a line, and keeps them open until
// standard input ends.
void hold_connections(const LoadOptions& options);
// The same, with a Fetch on each that waits for the first record of `topic`.
void hold_polls(const LoadOptions& options);

void produce(const LoadOptions& options);
// Reads the whole topic; its offsets must have no gap.
void fetch(const LoadOptions& options);
// The same, and checks every checksum: not for its speed.
void verify(const LoadOptions& options);
// Produces one small record at a time, with acks=all.
void round_trips(const LoadOptions& options);
// Fetches the first batch of `topic`, or its metadata, again and again.
void fetch_round_trips(const LoadOptions& options);
void metadata_round_trips(const LoadOptions& options);
// `count` offset commits of `groups` groups; the last of each is read back.
void commits(const LoadOptions& options);

}  // namespace dogear::bench
