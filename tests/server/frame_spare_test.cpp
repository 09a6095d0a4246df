// The memory of a frame that came in pieces serves the next one.
#include <vector>

#include <gtest/gtest.h>

#include "server/frame_reader.hpp"

namespace dogear::server {
namespace {

constexpr std::size_t limit = 100 * 1024 * 1024;

std::vector<std::uint8_t> frame_of(std::size_t size, std::uint8_t fill) {
  std::vector<std::uint8_t> frame(4 + size, fill);
  for (int i = 0; i < 4; ++i) frame[i] = static_cast<std::uint8_t>(size >> (24 - 8 * i));
  return frame;
}

// Gives the reader all of `frame` in pieces; true when it comes out as it went in.
bool passes(FrameReader& reader, const std::vector<std::uint8_t>& frame, std::size_t piece) {
  for (std::size_t at = 0; at < frame.size(); at += piece) {
    ByteSpan input = ByteSpan(frame).subspan(at, std::min(piece, frame.size() - at));
    if (const auto whole = reader.next(input))
      return Slice(*whole) == Slice(ByteSpan(frame).subspan(4));
    reader.keep(input);
  }
  return false;
}

TEST(FrameReader, SharesTheMemoryOfAnsweredFrames) {
  SpareFrame spare;
  FrameReader one(limit, spare), other(limit, spare);
  EXPECT_TRUE(passes(one, frame_of(1'000'000, 1), 300'000));
  EXPECT_TRUE(one.space().empty());  // the frame has been answered
  const auto capacity = spare.capacity;
  EXPECT_GE(capacity, 1'000'000U);
  EXPECT_TRUE(passes(other, frame_of(900'000, 2), 300'000));
  EXPECT_EQ(spare.capacity, 0U);  // in use
  EXPECT_TRUE(passes(one, frame_of(1'100'000, 3), 1000));
  EXPECT_TRUE(passes(other, frame_of(10, 4), 5));
  EXPECT_EQ(spare.capacity, capacity);
}

TEST(FrameReader, LeavesTheSpareToThoseWhoHaveSentEnough) {
  SpareFrame spare{std::make_unique<std::uint8_t[]>(1'000'000), 1'000'000};
  FrameReader reader(limit, spare);
  const auto frame = frame_of(1'000'000, 1);
  ByteSpan input = ByteSpan(frame).first(100);
  EXPECT_FALSE(reader.next(input));
  reader.keep(input);
  EXPECT_EQ(spare.capacity, 1'000'000U);
}

TEST(FrameReader, KeepsNoHugeFrameForNobody) {
  SpareFrame spare;
  FrameReader reader(limit, spare);
  EXPECT_TRUE(passes(reader, frame_of(5'000'000, 1), 300'000));
  EXPECT_TRUE(reader.space().empty());
  EXPECT_EQ(spare.capacity, 0U);
}

}  // namespace
}  // namespace dogear::server
