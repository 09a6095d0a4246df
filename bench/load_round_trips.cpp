// Times round trips: each request is sent when the one before it has been answered.
#include "bench/load.hpp"
#include "bench/load_batch.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/metadata.hpp"

namespace dogear::bench {
namespace {

using protocol::FetchRequest;
using protocol::FetchResponse;
using protocol::MetadataRequest;
using protocol::MetadataResponse;

constexpr protocol::Version fetch_version = 12;  // the last that names topics
constexpr protocol::Version metadata_version = 9;

// The time that `check` takes to decode an answer is not counted.
template <class Check>
void time_round_trips(const LoadOptions& options, ByteSpan request, Check check) {
  Wire wire(options.address);
  std::vector<double> times;
  const int warm_up = options.count / 10;
  for (int i = -warm_up; i < options.count; ++i) {
    const auto start = Clock::now();
    wire.send(request);
    const auto answer = wire.read_frame();
    if (i >= 0) times.push_back(1e6 * seconds_since(start));
    check(answer);
  }
  Figures()
      .add("count", static_cast<std::uint64_t>(times.size()))
      .add(percentiles_of(times))
      .print();
}

void expect_a_record(ByteSpan answer) {
  const auto decoded = decode_answer<FetchResponse>(answer, fetch_version);
  const auto& row = decoded.responses.at(0).partitions.at(0);
  expect_none(row.error_code, "Fetch");
  if (!row.records || row.records->slices.empty()) give_up("Fetch: no record");
}

void expect_one_topic(ByteSpan answer) {
  const auto decoded = decode_answer<MetadataResponse>(answer, metadata_version);
  if (decoded.topics.size() != 1) give_up("Metadata: not of one topic");
  expect_none(decoded.topics[0].error_code, "Metadata");
}

}  // namespace

void round_trips(const LoadOptions& options) {
  const auto batch = prepare_batch(1, options.record_bytes);
  time_round_trips(options, produce_frame(options.topic, 0, batch), expect_produced);
}

void fetch_round_trips(const LoadOptions& options) {
  FetchRequest request;
  request.min_bytes = 1;
  auto& topic = request.topics.emplace_back();
  topic.topic = options.topic;
  topic.partitions.emplace_back().partition_max_bytes = 1;  // the first batch comes whole
  time_round_trips(options, frame_of(request, fetch_version), expect_a_record);
}

void metadata_round_trips(const LoadOptions& options) {
  MetadataRequest request;
  request.topics->push_back({{}, options.topic});
  request.allow_auto_topic_creation = false;
  time_round_trips(options, frame_of(request, metadata_version), expect_one_topic);
}

}  // namespace dogear::bench
