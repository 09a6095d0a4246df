// topics/records: all records in the logs of a topic, including those that no consumer is given.
#include <algorithm>
#include <limits>

#include <boost/json/array.hpp>

#include "broker/control/told_records.hpp"
#include "broker/control/topics.hpp"
#include "broker/control/wanted_partitions.hpp"

namespace dogear::broker::control {
namespace {

namespace json = boost::json;

constexpr std::int64_t default_records_max = 100;
constexpr std::int64_t records_max = 10'000;
constexpr std::size_t answer_bytes_max = 8 * 1024 * 1024;  // of records, by their size in the log
constexpr std::size_t read_bytes = 64 * 1024;

// Tells the records of one log from an offset on, until there are enough or no more.
class LogTeller {
 public:
  LogTeller(const storage::Topic& topic, PartitionIndex index, Offset from, std::int64_t most,
            std::size_t& bytes_left, json::array& told)
      : topic_(topic),
        index_(index),
        log_(*topic.partition(index)->log),
        next_(std::max(from, log_.log_start_offset())),
        left_(most),
        bytes_left_(bytes_left),
        told_(told) {}

  // Returns the offset to continue at.
  Offset run() {
    while (goes_on() && next_ < log_.log_end_offset()) {
      const auto read =
          log_.read(next_, log_.log_end_offset(), read_bytes, storage::MinOneMessage::yes);
      const auto before = next_;
      for (const auto& slice : read ? read->slices : std::vector<Slice>{})
        storage::for_each_batch(slice.bytes(), [&](const storage::RecordBatch& batch) {
          if (goes_on()) tell(batch);
        });
      if (next_ == before) break;
    }
    return next_;
  }

 private:
  bool goes_on() const { return left_ > 0 && bytes_left_ > 0; }

  void tell(const storage::RecordBatch& batch) {
    storage::ByteBuffer scratch;
    storage::RecordReader reader(batch, storage::RecordForm::whole, scratch);
    storage::RecordView record;
    while (reader.next(record)) {
      if (record.offset < next_) continue;
      if (!goes_on()) return;
      told_.push_back(told_record(topic_, index_, batch, record));
      --left_;
      bytes_left_ -= std::min(bytes_left_, record.size);
      next_ = record.offset + 1;
    }
    next_ = batch.next_offset();
  }

  const storage::Topic& topic_;
  PartitionIndex index_;
  const storage::PartitionLog& log_;
  Offset next_;
  std::int64_t left_;
  std::size_t& bytes_left_;
  json::array& told_;
};

}  // namespace

Answer topic_records(Broker& broker, const json::object& request) {
  RequestReader reader(request);
  const auto wanted = read_partitions(reader);
  const auto from = reader.number("from", 0, std::numeric_limits<Offset>::max()).value_or(0);
  const auto most = reader.number("max", 1, records_max).value_or(default_records_max);
  if (auto problem = reader.problem()) return *std::move(problem);
  const auto found = find_topic(broker.cluster(), wanted);
  if (!found) return found.error();
  const auto& topic = **found;

  auto bytes_left = answer_bytes_max;
  json::array records, partitions;
  for (PartitionIndex index = 0; topic.partition(index); ++index) {
    if (!wanted.contain(index)) continue;
    const auto next = LogTeller(topic, index, from, most, bytes_left, records).run();
    const auto& log = *topic.partition(index)->log;
    partitions.push_back(json::object{{"partition", index},
                                      {"logStartOffset", log.log_start_offset()},
                                      {"nextOffset", next},
                                      {"highWatermark", log.high_watermark()}});
  }
  return json::object{{"topic", topic.name},
                      {"records", std::move(records)},
                      {"partitions", std::move(partitions)}};
}

}  // namespace dogear::broker::control
