// Random work on a log and its copies, compared after each step with a model that keeps every batch
// in a plain list.
#include <deque>

#include <gtest/gtest.h>

#include "storage/compaction.hpp"
#include "storage/retention.hpp"
#include "tests/storage/batches.hpp"
#include "tests/storage/random.hpp"

namespace dogear::storage {
namespace {

using namespace testing;

struct ModelBatch {
  Offset base;
  Offset last;
  std::size_t size;
  std::int64_t max_timestamp;
  std::string records;
};

struct Model {
  std::deque<ModelBatch> batches;
  Offset log_start = 0;
  Offset log_end = 0;

  void drop_below(Offset offset) {
    while (!batches.empty() && batches.front().last < offset) batches.pop_front();
  }
};

struct Subject {
  PartitionLog log;
  Model model;
};

class RandomWork {
 public:
  explicit RandomWork(std::uint64_t seed) : rng_(seed) {
    // Small segments, or ones that are long enough for several index entries.
    test_.config.segment_bytes = seed % 2 == 0 ? 3000 : 20'000;
    subjects_.push_back({test_.log, {}});
  }

  void step() {
    auto& subject = subjects_[rng_.below(subjects_.size())];
    const auto dice = rng_.below(100);
    if (dice < 70) return append(subject);
    if (dice < 76) return copy(subject);
    if (dice < 85) return advance(subject);
    if (dice < 94) return subject.log.roll(test_.now);
    delete_old(subject);
  }

  void check() {
    for (const auto& subject : subjects_) check(subject);
  }

 private:
  void append(Subject& subject) {
    const auto count = static_cast<int>(rng_.below(4)) + 1;
    std::vector<TestRecord> records;
    for (int i = 0; i < count; ++i)
      records.push_back({"k" + std::to_string(rng_.below(9)),
                         std::string(rng_.below(rng_.below(10) == 0 ? 700 : 60), 'x'),
                         epoch_ms(start_time) - static_cast<std::int64_t>(rng_.below(1000))});
    const auto codec = static_cast<CompressionType>(rng_.below(10) < 7 ? 0 : rng_.below(5));
    auto batch = batch_of(records, compressed_with(codec));
    const auto appended = subject.log.append(batch, test_.context());
    ASSERT_TRUE(appended) << appended.error().message;
    ASSERT_EQ(appended->base_offset, subject.model.log_end);
    set_base_offset(batch.data(), appended->base_offset);
    const RecordBatch view(batch);
    subject.model.batches.push_back({appended->base_offset, appended->last_offset, batch.size(),
                                     view.max_timestamp(), records_of(view)});
    subject.model.log_end = appended->last_offset + 1;
  }

  void copy(const Subject& subject) {
    auto another = subject;
    if (subjects_.size() < 4)
      subjects_.push_back(std::move(another));
    else
      subjects_[rng_.below(subjects_.size())] = std::move(another);
  }

  void advance(Subject& subject) {
    auto& model = subject.model;
    const auto room = static_cast<std::size_t>(model.log_end - model.log_start);
    model.log_start += static_cast<Offset>(rng_.below(std::min<std::size_t>(room, 8) + 1));
    ASSERT_EQ(subject.log.advance_log_start(model.log_start), ErrorCode::none);
  }

  void delete_old(Subject& subject) {
    auto config = test_.config;
    config.retention_bytes = 20'000;
    delete_old_segments(subject.log, config, test_.now);
    subject.model.log_start = subject.log.log_start_offset();
  }

  void check(const Subject& subject) {
    auto model = subject.model;
    const auto& log = subject.log;
    ASSERT_EQ(log.log_start_offset(), model.log_start);
    ASSERT_EQ(log.log_end_offset(), model.log_end);
    model.drop_below(model.log_start);
    std::string expected;
    std::string seen;
    for (const auto& batch : model.batches) expected += batch.records + "\n";
    for (auto at = model.log_start; at < model.log_end;) {
      const auto max_bytes = rng_.below(2000);
      const auto read = log.read(at, model.log_end, max_bytes, MinOneMessage::yes);
      ASSERT_TRUE(read);
      ASSERT_FALSE(read->slices.empty());
      std::size_t size = 0;
      for (const auto& slice : read->slices)
        for_each_batch(slice.bytes(), [&](const RecordBatch& batch) {
          ASSERT_TRUE(batch.crc_matches());
          seen += records_of(batch) + "\n";
          EXPECT_TRUE(size == 0 || size + batch.size() <= max_bytes);
          size += batch.size();
          at = batch.next_offset();
        });
      // What comes after the last whole batch is the beginning of one that the limit cuts off.
      ASSERT_TRUE(size == read->size || read->size == max_bytes);
    }
    ASSERT_EQ(seen, expected);
    check_one_read(log, model);
    for (const auto& segment : log.segments()) check_sums(*segment);
  }

  void check_sums(const Segment& segment) {
    std::size_t size = 0;
    auto max_timestamp = no_timestamp;
    for (const auto& chunk : segment.chunks()) {
      size += chunk->size();
      for_each_batch(chunk->bytes(), [&](const RecordBatch& batch) {
        max_timestamp = std::max(max_timestamp, batch.max_timestamp());
      });
    }
    EXPECT_EQ(segment.size(), size);
    EXPECT_EQ(segment.max_timestamp(), max_timestamp);
  }

  void check_one_read(const PartitionLog& log, const Model& model) {
    if (model.log_start == model.log_end) return;
    const auto span = static_cast<std::size_t>(model.log_end - model.log_start);
    const auto from = model.log_start + static_cast<Offset>(rng_.below(span));
    const auto upper_bound = from + 1 + static_cast<Offset>(rng_.below(20));
    const auto read = *log.read(from, upper_bound, 100'000, MinOneMessage::no);
    std::string expected;
    for (const auto& batch : model.batches)
      if (batch.last >= from && batch.base < upper_bound)
        expected += std::to_string(batch.base) + ".." + std::to_string(batch.last) + " ";
    // A read ends at a segment's end: what it gives is the beginning of what there is.
    const auto seen = offsets_of(read) + (read.slices.empty() ? "" : " ");
    EXPECT_EQ(expected.substr(0, seen.size()), seen);
    EXPECT_EQ(seen.empty(), expected.empty());
  }

  Rng rng_;
  TestLog test_;
  std::vector<Subject> subjects_;
};

TEST(PartitionLogModel, DoesWhatAPlainListDoes) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    RandomWork work(seed);
    for (int i = 0; i < 300 && !::testing::Test::HasFatalFailure(); ++i) {
      work.step();
      if (i % 10 == 0) work.check();
    }
  }
}

// Cleaning any log leaves exactly the last record of each key of the cleaned part, where it was.
TEST(CompactionModel, KeepsTheLastOfEachKey) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Rng rng(seed);
    TestLog test;
    test.config.cleanup_policy = {.compact = true, .del = false};
    test.config.segment_bytes = 500;
    std::map<std::string, std::string> last;  // of the part that may be cleaned
    std::map<Offset, std::string> all;
    for (int i = 0; i < 100; ++i) {
      std::vector<TestRecord> records;
      for (auto n = rng.below(4) + 1; n > 0; --n)
        records.push_back({"k" + std::to_string(rng.below(15)), std::to_string(rng.below(1000))});
      const auto codec = static_cast<CompressionType>(rng.below(5));
      test.append(batch_of(records, compressed_with(codec)));
      if (rng.below(20) == 0) compact(test.log, test.config, test.now);
      auto offset = test.log.log_end_offset() - static_cast<Offset>(records.size());
      for (const auto& record : records) all[offset++] = *record.key + "=" + *record.value;
    }
    compact(test.log, test.config, test.now);
    const auto active = test.log.active_segment().base_offset();
    std::map<std::string, Offset> latest;
    for (const auto& [offset, text] : all)
      if (offset < active) latest[text.substr(0, text.find('='))] = offset;
    std::string expected;
    for (const auto& [offset, text] : all)
      if (offset >= active || latest[text.substr(0, text.find('='))] == offset)
        expected += std::to_string(offset) + ":" + text + "\n";
    std::string seen;
    for (const auto& segment : test.log.segments())
      segment->for_each_batch([&](const RecordBatch& batch) {
        EXPECT_TRUE(batch.crc_matches());
        for_each_record(batch, [&](const RecordView& record) {
          seen += std::to_string(record.offset) + ":" + std::string(text_of(*record.key)) + "=" +
                  std::string(text_of(*record.value)) + "\n";
        });
      });
    EXPECT_EQ(seen, expected) << "seed " << seed;
  }
}

}  // namespace
}  // namespace dogear::storage
