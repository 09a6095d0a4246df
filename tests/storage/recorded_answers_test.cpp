// Odd batches, and what Apache Kafka answered: recorded/kafka_answers.txt, written by record.py.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "storage/compaction.hpp"
#include "tests/hex.hpp"
#include "tests/storage/batches.hpp"

namespace dogear::storage {
namespace {

using namespace testing;

constexpr std::int16_t produce_version = 8;
constexpr std::int64_t the_clock = 1'800'000'000'000;  // what the recording calls now

std::string to_hex(ByteSpan bytes) {
  std::string hex;
  for (const auto byte : bytes) hex += fmt::format("{:02x}", byte);
  return hex;
}

// The bounds that a message tells depend on the clock.
std::string clockless(std::string text) {
  const auto begin = text.find("within [");
  if (begin == std::string::npos) return text;
  const auto end = text.find(']', begin);
  return text.replace(begin, end - begin, "within [now");
}

std::string shown(const std::optional<ByteSpan>& bytes) {
  return bytes ? std::string(text_of(*bytes)) : "null";
}

std::string decoded(const RecordBatch& batch) {
  auto line = fmt::format("batch {}..{} epoch {} attributes {} max {} producer {}/{}/{}",
                          batch.base_offset(), batch.last_offset(), batch.leader_epoch(),
                          batch.attributes(), batch.max_timestamp(), batch.producer_id(),
                          batch.producer_epoch(), batch.base_sequence());
  for_each_record(batch, [&](const RecordView& record) {
    line += fmt::format(" {}@{}:{}={}", record.offset, record.timestamp, shown(record.key),
                        shown(record.value));
    HeaderReader headers(record);
    for (HeaderView header; headers.next(header);)
      line += fmt::format("[{}={}]", text_of(header.key), shown(header.value));
  });
  return line;
}

CompressionType codec_named(std::string_view name) {
  for (const auto codec : {CompressionType::gzip, CompressionType::snappy, CompressionType::lz4,
                           CompressionType::zstd})
    if (name_of(codec) == name) return codec;
  return CompressionType::none;  // "uncompressed"
}

void configure(TopicConfig& config, const std::string& key, const std::string& value) {
  if (key == "cleanup.policy") config.cleanup_policy = {value == "compact", value == "delete"};
  if (key == "compression.type") config.compression_type = codec_named(value);
  if (key == "delete.retention.ms") config.delete_retention_ms = std::stoll(value);
  if (key == "max.message.bytes") config.max_message_bytes = std::stoi(value);
  if (key == "message.timestamp.before.max.ms")
    config.message_timestamp_before_max_ms = std::stoll(value);
  if (key == "message.timestamp.type")
    config.message_timestamp_type = TimestampType::log_append_time;
  if (key == "min.cleanable.dirty.ratio") config.min_cleanable_dirty_ratio = std::stod(value);
  if (key == "retention.ms") config.retention_ms = std::stoll(value);
  if (key == "segment.ms") config.segment_ms = std::stoll(value);
}

// Does what the recording asked of Kafka, and writes the same lines.
class Replay {
 public:
  // The lines that follow `request`.
  std::string answer(const std::string& request, const std::vector<std::string>& wanted_lines) {
    std::istringstream words(request);
    std::string verb;
    std::string argument;
    words >> verb >> argument;
    if (verb == "topic") return begin_topic(argument, words), "";
    if (verb == "produce") return produce(argument == "#" ? "" : argument, wanted_lines.back());
    if (verb == "list") return list(std::stoll(argument));
    if (verb == "delete-to") return delete_to(std::stoll(argument));
    return verb == "compact" ? clean() : "what is " + verb + "?";
  }

 private:
  void begin_topic(const std::string& name, std::istringstream& configs) {
    test_.emplace();
    name_ = name;
    test_->now = broker_time(the_clock);
    test_->log.assign_epoch(0);
    for (std::string word; configs >> word;)
      configure(test_->config, word.substr(0, word.find('=')), word.substr(word.find('=') + 1));
  }

  AppendContext context() const {
    auto context = test_->context();
    context.topic = name_;
    return context;
  }

  std::string produce(const std::string& hex, const std::string& last_wanted) {
    const auto records = from_hex(hex);
    const auto check = check_produce_records(records, produce_version);
    if (check.error != ErrorCode::none) {
      auto text = fmt::format("answer {} -1 -1 -1\n", static_cast<int>(check.error));
      if (check.scope == ProduceRecordsError::Scope::request &&
          check.error != ErrorCode::unknown_server_error)
        text += "message " + check.message + "\n";
      return text;
    }
    const auto appended = test_->log.append(records, context());
    if (!appended) return failed(appended.error());
    auto text = fmt::format("answer 0 {} {} {}\n", appended->base_offset,
                            time(appended->log_append_time), appended->log_start_offset);
    if (appended->duplicate) return text;
    const auto read =
        test_->log.read(appended->base_offset, test_->log.log_end_offset(), 0, MinOneMessage::yes);
    return text + stored(read->slices.at(0).bytes(), last_wanted);
  }

  // Codecs may pack the same records in other bytes: then what is in them counts.
  static std::string stored(ByteSpan ours, const std::string& wanted) {
    constexpr std::string_view rebuilt = "rebuilt ";
    if (!wanted.starts_with(rebuilt)) return "stored " + to_hex(ours) + "\n";
    const auto theirs = from_hex(wanted.substr(rebuilt.size()));
    EXPECT_TRUE(RecordBatch(theirs).crc_matches());
    EXPECT_TRUE(RecordBatch(ours).crc_matches());
    EXPECT_EQ(decoded(RecordBatch(ours)), decoded(RecordBatch(theirs)));
    return wanted + "\n";
  }

  static std::string failed(const AppendFailure& failure) {
    auto text = fmt::format("answer {} -1 -1 {}\n", static_cast<int>(failure.error),
                            failure.log_start_offset);
    if (failure.record_errors.empty()) return text;
    text += "message " + clockless(failure.message) + "\n";
    for (const auto& error : failure.record_errors)
      text += fmt::format("record-error {} {}\n", error.batch_index, clockless(error.message));
    return text;
  }

  static std::string time(std::int64_t time) {
    return time == the_clock ? "now" : std::to_string(time);
  }

  std::string list(std::int64_t timestamp) const {
    const auto& log = test_->log;
    std::optional<OffsetAndTimestamp> found;
    if (timestamp == -2)
      found = log.earliest();
    else if (timestamp == -3)
      found = log.offset_of_max_timestamp();
    else
      found = log.offset_for_timestamp(timestamp);
    const auto answer = found.value_or(OffsetAndTimestamp{});
    return fmt::format("offset 0 {} {} {}\n", answer.offset, answer.timestamp, answer.leader_epoch);
  }

  std::string delete_to(Offset offset) {
    const auto error = test_->log.advance_log_start(offset);
    return fmt::format("low-watermark {} {}\n", static_cast<int>(error),
                       test_->log.log_start_offset());
  }

  std::string clean() {
    auto config = test_->config;
    config.cleanup_policy.compact = true;
    test_->now += Millis{1000};
    for (int i = 0; i < 10 && should_compact(test_->log, config, test_->now); ++i)
      compact(test_->log, config, test_->now);
    std::string text;
    for (const auto& segment : test_->log.segments())
      segment->for_each_batch([&](const RecordBatch& batch) { text += decoded(batch) + "\n"; });
    return text;
  }

  std::optional<TestLog> test_;
  std::string name_;
};

bool is_request(const std::string& line) {
  for (const auto* const verb : {"topic ", "produce ", "list ", "delete-to ", "compact"})
    if (line.starts_with(verb)) return true;
  return false;
}

TEST(RecordedAnswers, AreOurs) {
  std::ifstream file(DOGEAR_SOURCE_DIR "/tests/storage/recorded/kafka_answers.txt");
  ASSERT_TRUE(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  ASSERT_GT(lines.size(), 500U);
  Replay replay;
  std::string topic;
  for (std::size_t i = 0; i < lines.size();) {
    const auto request = lines[i++];
    if (request.starts_with("topic")) topic = request;
    std::vector<std::string> wanted_lines;
    std::string wanted;
    for (; i < lines.size() && !is_request(lines[i]); ++i) {
      wanted_lines.push_back(lines[i]);
      wanted += lines[i] + "\n";
    }
    EXPECT_EQ(replay.answer(request, wanted_lines), wanted) << topic << "\n" << request;
  }
}

}  // namespace
}  // namespace dogear::storage
