#include "storage/compression.hpp"

#include <string>

#include <gtest/gtest.h>

#include "storage/batch_builder.hpp"
#include "tests/storage/random.hpp"

namespace dogear::storage {
namespace {

constexpr std::array codecs{CompressionType::none, CompressionType::gzip, CompressionType::snappy,
                            CompressionType::lz4, CompressionType::zstd};

ByteBuffer compressed(CompressionType codec, ByteSpan bytes) {
  ByteBuffer out;
  compress(codec, default_level(codec), bytes, out);
  return out;
}

std::string words(std::size_t size) {
  std::string text;
  while (text.size() < size) text += "the quick brown fox " + std::to_string(text.size() % 977);
  text.resize(size);
  return text;
}

class EachCodec : public ::testing::TestWithParam<CompressionType> {};
INSTANTIATE_TEST_SUITE_P(Compression, EachCodec, ::testing::ValuesIn(codecs),
                         [](const auto& codec) { return std::string(name_of(codec.param)); });

TEST_P(EachCodec, GivesBackWhatWentIn) {
  for (std::size_t size : {0, 1, 100, 32 * 1024, 70'000, 1'000'000}) {
    const auto text = words(size);
    ByteBuffer out;
    const auto packed = compressed(GetParam(), bytes_of(text));
    ASSERT_EQ(decompress(GetParam(), packed.bytes(), size, out), Decompression::done) << size;
    EXPECT_EQ(text_of(out.bytes()), text) << size;
  }
}

TEST_P(EachCodec, StopsAtTheLimit) {
  const auto packed = compressed(GetParam(), bytes_of(std::string(1'000'000, 'x')));
  ByteBuffer out;
  EXPECT_EQ(decompress(GetParam(), packed.bytes(), 999'999, out), Decompression::too_large);
  EXPECT_LE(out.capacity(), 2'000'000U);
}

TEST_P(EachCodec, FailsOnTruncatedBytes) {
  if (GetParam() == CompressionType::none) return;
  const auto packed = compressed(GetParam(), bytes_of(words(10'000)));
  ByteBuffer out;
  for (const std::size_t cut : {1, 4, 9}) {
    const auto part = packed.bytes().first(packed.size() - cut);
    EXPECT_EQ(decompress(GetParam(), part, 1 << 20, out), Decompression::corrupt) << cut;
  }
  // Kafka's reader of zstd takes no bytes for the end of the stream.
  const bool takes_nothing = GetParam() == CompressionType::zstd;
  EXPECT_EQ(decompress(GetParam(), {}, 1 << 20, out),
            takes_nothing ? Decompression::done : Decompression::corrupt);
}

// Whatever comes out, it stays within the limit and the sanitizers are content.
TEST_P(EachCodec, SurvivesDamage) {
  testing::Rng rng(static_cast<std::uint64_t>(GetParam()) + 7);
  const auto packed = compressed(GetParam(), bytes_of(words(5'000)));
  ByteBuffer out;
  for (int i = 0; i < 2'000; ++i) {
    std::vector<std::uint8_t> damaged(packed.bytes().begin(), packed.bytes().end());
    for (auto n = rng.below(4) + 1; n > 0; --n)
      damaged[rng.below(damaged.size())] = static_cast<std::uint8_t>(rng.next());
    const auto outcome = decompress(GetParam(), damaged, 20'000, out);
    EXPECT_TRUE(outcome != Decompression::done || out.size() <= 20'000U);
  }
}

TEST(Compression, TellsJavasSnappyItsVersionsBehindWhatIsThereAlready) {
  ByteBuffer out;
  out.resize(61);
  const std::string text = "text";
  compress(CompressionType::snappy, default_level(CompressionType::snappy),
           ByteSpan(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), out);
  EXPECT_EQ(load_big_endian<std::int32_t>(out.data() + 61 + 8), 1);
  EXPECT_EQ(load_big_endian<std::int32_t>(out.data() + 61 + 12), 1);
}

TEST(Compression, ReadsRawSnappyToo) {
  // A literal of five bytes, without the framing of Java's streams.
  const std::vector<std::uint8_t> raw{5, 4 << 2, 'h', 'e', 'l', 'l', 'o'};
  ByteBuffer out;
  ASSERT_EQ(decompress(CompressionType::snappy, raw, 100, out), Decompression::done);
  EXPECT_EQ(text_of(out.bytes()), "hello");
}

TEST(Compression, ReadsNoLengthFromBehindJavasSnappyStream) {
  const std::vector<std::uint8_t> bytes{
      0x82, 'S', 'N', 'A',    'P', 'P', 'Y', 0,   0,  0,
      0,    1,   0,   0,      0,   1,   0,   0,  // the rest of a length and a block are another's
      0,    7,   5,   4 << 2, 'h', 'e', 'l', 'l', 'o'};
  ByteBuffer out;
  for (std::size_t size = 17; size < 20; ++size) {
    const auto cut = ByteSpan(bytes).first(size);
    EXPECT_EQ(decompress(CompressionType::snappy, cut, 100, out), Decompression::corrupt) << size;
    EXPECT_EQ(out.size(), 0U) << size;
  }
  ASSERT_EQ(decompress(CompressionType::snappy, bytes, 100, out), Decompression::done);
  EXPECT_EQ(text_of(out.bytes()), "hello");
}

TEST(Compression, ReadsConcatenatedSnappyAlsoIfAStreamIsEmpty) {
  const ByteSpan header = bytes_of(std::string_view("\x82SNAPPY\0\0\0\0\1\0\0\0\1", 16));
  const ByteSpan hello = bytes_of(std::string_view("\0\0\0\7\5\20hello", 11));
  std::vector<std::uint8_t> bytes;
  for (const auto part : {header, hello, header, header, hello, header})
    bytes.insert(bytes.end(), part.begin(), part.end());
  ByteBuffer out;
  ASSERT_EQ(decompress(CompressionType::snappy, bytes, 100, out), Decompression::done);
  EXPECT_EQ(text_of(out.bytes()), "hellohello");
}

TEST(Compression, DoesNotBelieveSnappysLength) {
  const std::vector<std::uint8_t> liar{0xff, 0xff, 0xff, 0x7f, 0, 'x'};  // 256 MiB from two bytes
  ByteBuffer out;
  EXPECT_EQ(decompress(CompressionType::snappy, liar, 1 << 30, out), Decompression::corrupt);
  EXPECT_LE(out.capacity(), 1024U);
}

TEST(Compression, ReadsConcatenatedGzipAndIgnoresWhatFollows) {
  const auto one = compressed(CompressionType::gzip, bytes_of("one "));
  const auto two = compressed(CompressionType::gzip, bytes_of("two"));
  std::vector<std::uint8_t> both(one.bytes().begin(), one.bytes().end());
  both.insert(both.end(), two.bytes().begin(), two.bytes().end());
  both.insert(both.end(), {'s', 't', 'r', 'a', 'y'});
  ByteBuffer out;
  ASSERT_EQ(decompress(CompressionType::gzip, both, 100, out), Decompression::done);
  EXPECT_EQ(text_of(out.bytes()), "one two");
}

}  // namespace
}  // namespace dogear::storage
