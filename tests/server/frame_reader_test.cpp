#include "server/frame_reader.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dogear::server {
namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr std::size_t frame_bytes_max = 1000;

Bytes framed(const std::vector<std::string>& texts) {
  Bytes stream;
  for (const auto& text : texts) {
    const auto size = static_cast<std::uint32_t>(text.size());
    for (int shift = 24; shift >= 0; shift -= 8)
      stream.push_back(static_cast<std::uint8_t>(size >> static_cast<unsigned>(shift)));
    stream.insert(stream.end(), text.begin(), text.end());
  }
  return stream;
}

// What a connection does with what it reads: into the reader's own space first, then from outside.
void feed(FrameReader& reader, ByteSpan input, std::vector<std::string>& frames) {
  const auto space = reader.space();
  const auto own = std::min(space.size(), input.size());
  std::copy_n(input.begin(), own, space.begin());
  reader.filled(own);
  input = input.subspan(own);
  while (const auto frame = reader.next(input)) frames.emplace_back(text_of(*frame));
  if (reader.error().empty()) reader.keep(input);
}

const std::vector<std::string> texts = {"first", "", "x", std::string(300, 'y'), "", "last"};

TEST(FrameReader, FindsTheSameFramesWhereverTheStreamIsSplit) {
  const auto stream = framed(texts);
  for (std::size_t first = 0; first <= stream.size(); ++first) {
    for (std::size_t second = first; second <= stream.size(); second += 7) {
      SpareFrame spare;
      FrameReader reader(frame_bytes_max, spare);
      std::vector<std::string> frames;
      const ByteSpan all(stream);
      feed(reader, all.first(first), frames);
      feed(reader, all.subspan(first, second - first), frames);
      feed(reader, all.subspan(second), frames);
      ASSERT_EQ(frames, texts) << "split at " << first << " and " << second;
      ASSERT_EQ(reader.error(), "");
    }
  }
}

TEST(FrameReader, FindsFramesInSingleBytesAndInBatches) {
  std::vector<std::string> many;
  for (int i = 0; i < 50; ++i) many.insert(many.end(), texts.begin(), texts.end());
  const auto stream = framed(many);
  for (const std::size_t step : {1U, 2U, 3U, 5U, 64U, 1000U, 1'000'000U}) {
    SpareFrame spare;
    FrameReader reader(frame_bytes_max, spare);
    std::vector<std::string> frames;
    for (ByteSpan rest(stream); !rest.empty();) {
      const auto count = std::min(step, rest.size());
      feed(reader, rest.first(count), frames);
      rest = rest.subspan(count);
    }
    EXPECT_EQ(frames, many) << "steps of " << step;
    EXPECT_EQ(reader.kept_bytes(), 0U);
  }
}

TEST(FrameReader, TakesNoMemoryForWhatIsOnlyAnnounced) {
  constexpr std::size_t huge = 100'000'000;
  SpareFrame spare;
  FrameReader reader(huge, spare);
  std::vector<std::string> frames;
  feed(reader, Bytes{0x05, 0xf5, 0xe1, 0x00, 1, 2, 3}, frames);  // 100,000,000 bytes
  EXPECT_TRUE(frames.empty());
  EXPECT_EQ(reader.error(), "");
  EXPECT_EQ(reader.kept_bytes(), 7U);
  EXPECT_LE(reader.space().size(), 4096U);
}

TEST(FrameReader, RefusesSizesThatAreNegativeOrTooLarge) {
  const auto error = [](const Bytes& stream) {
    SpareFrame spare;
    FrameReader reader(frame_bytes_max, spare);
    std::vector<std::string> frames;
    for (const auto byte : stream) feed(reader, ByteSpan(&byte, 1), frames);
    EXPECT_TRUE(frames.empty());
    return reader.error();
  };
  EXPECT_EQ(error({0, 0, 3, 232}), "");
  EXPECT_EQ(error({0, 0, 3, 233}), "a request of 1001 bytes; socket.request.max.bytes is 1000");
  EXPECT_EQ(error({0xff, 0xff, 0xff, 0xff}),
            "a request of -1 bytes; socket.request.max.bytes is 1000");
  EXPECT_EQ(error({0x80, 0, 0, 0}),
            "a request of -2147483648 bytes; socket.request.max.bytes is 1000");
}

}  // namespace
}  // namespace dogear::server
