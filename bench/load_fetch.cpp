// Fetch everything, as fast as the broker gives it.
#include <deque>

#include "bench/load.hpp"
#include "bench/load_batch.hpp"
#include "protocol/messages/fetch.hpp"
#include "storage/record_batch.hpp"

namespace dogear::bench {
namespace {

using protocol::FetchRequest;
using protocol::FetchResponse;

constexpr protocol::Version version = 12;  // the last that names topics
enum class Checksums { skip, check };

// Reads one partition on one connection. Requests are sent before earlier ones are answered, for
// the offsets at which those answers are expected to end. If one ends elsewhere, the answers to the
// requests after it are thrown away.
class PartitionReader {
 public:
  PartitionReader(const LoadOptions& options, int partition, Offset end, Checksums checksums)
      : options_(options),
        wire_(options.address),
        partition_(partition),
        end_(end),
        checksums_(checksums) {
    const Plan plan(options);
    const auto batch_size = prepare_batch(plan.records_a_batch, options.record_bytes).bytes.size();
    const auto batches = std::max<std::uint64_t>(1, options.fetch_bytes / batch_size);
    request_bytes_ = static_cast<std::int32_t>(batches * batch_size);
    records_a_request_ = static_cast<Offset>(batches * plan.records_a_batch);
  }

  bool done() const { return next_ >= end_ && expected_.empty(); }
  std::uint64_t requests() const { return requests_; }

  void send_ahead() {
    while (expected_.size() < static_cast<std::size_t>(options_.pipeline) && sent_to_ < end_) {
      wire_.send(fetch_frame(sent_to_));
      expected_.push_back(sent_to_);
      sent_to_ += records_a_request_;
      ++requests_;
    }
  }

  void take_answer() {
    if (expected_.empty()) return;
    const auto frame = wire_.read_frame();
    const auto asked = expected_.front();
    expected_.pop_front();
    if (asked != next_) return;
    take_records(frame);
    const auto foreseen = expected_.empty() ? sent_to_ : expected_.front();
    if (next_ == foreseen || next_ >= end_) return;
    while (!expected_.empty()) {
      wire_.read_frame();
      expected_.pop_front();
    }
    sent_to_ = next_;
  }

 private:
  std::vector<std::uint8_t> fetch_frame(Offset offset) const {
    FetchRequest request;
    request.max_wait_ms = 1000;
    request.min_bytes = 1;
    request.max_bytes = request_bytes_;
    auto& topic = request.topics.emplace_back();
    topic.topic = options_.topic;
    auto& partition = topic.partitions.emplace_back();
    partition.partition = partition_;
    partition.fetch_offset = offset;
    partition.partition_max_bytes = request_bytes_;
    return frame_of(request, version);
  }

  void take_records(ByteSpan frame) {
    const auto answer = decode_answer<FetchResponse>(frame, version);
    const auto& row = answer.responses.at(0).partitions.at(0);
    expect_none(row.error_code, "Fetch");
    if (!row.records) return;
    for (const auto& slice : row.records->slices)
      storage::for_each_batch(slice.bytes(), [&](const storage::RecordBatch& batch) {
        if (batch.base_offset() > next_) give_up("offsets are missing");
        if (checksums_ == Checksums::check && !batch.crc_matches()) give_up("a checksum is wrong");
        next_ = std::max(next_, batch.next_offset());
      });
  }

  const LoadOptions& options_;
  Wire wire_;
  int partition_;
  Offset end_;
  Checksums checksums_;
  std::int32_t request_bytes_ = 0;
  Offset records_a_request_ = 0;
  Offset next_ = 0;              // the first that was not read yet
  Offset sent_to_ = 0;           // where the next request will start
  std::deque<Offset> expected_;  // where those on the way start
  std::uint64_t requests_ = 0;
};

void read_all(const LoadOptions& options, Checksums checksums) {
  const Plan plan(options);
  const auto end = static_cast<Offset>(plan.records_a_batch * plan.batches_a_connection);
  std::deque<PartitionReader> readers;
  for (int i = 0; i < options.connections; ++i) readers.emplace_back(options, i, end, checksums);
  const auto cpu_before = own_cpu_seconds();
  const auto start = Clock::now();
  for (bool any = true; any;) {
    any = false;
    for (auto& reader : readers) reader.send_ahead();
    for (auto& reader : readers) {
      if (!reader.done()) reader.take_answer();
      any |= !reader.done();
    }
  }
  const auto seconds = seconds_since(start);
  std::uint64_t requests = 0;
  for (const auto& reader : readers) requests += reader.requests();
  const auto records = plan.records(options);
  Figures()
      .add("records", records)
      .add("bytes", records * options.record_bytes)
      .add("requests", requests)
      .add("seconds", seconds)
      .add("client_cpu_seconds", own_cpu_seconds() - cpu_before)
      .print();
}

}  // namespace

void fetch(const LoadOptions& options) { read_all(options, Checksums::skip); }
void verify(const LoadOptions& options) { read_all(options, Checksums::check); }

}  // namespace dogear::bench
