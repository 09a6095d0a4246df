// The headers in front of requests and answers.
#include "protocol/frame.hpp"

#include <gtest/gtest.h>

#include "protocol/messages/api_versions.hpp"
#include "protocol/messages/heartbeat.hpp"
#include "protocol/messages/join_group.hpp"

namespace dogear::protocol {
namespace {

using Bytes = std::vector<std::uint8_t>;

// The frame without the four bytes of its size, which must be right.
Bytes content(const ByteChain& chain) {
  const auto bytes = flattened(chain);
  const auto size = bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
  EXPECT_EQ(static_cast<std::size_t>(size), bytes.size() - 4);
  return {bytes.begin() + 4, bytes.end()};
}

void expect_header_round_trip(Version version, const std::optional<std::string>& client_id) {
  const auto bytes = content(encode_request(HeartbeatRequest{}, version, 77, client_id));
  const auto parsed =
      parse_request(Slice(ByteSpan(bytes)), HeartbeatRequest::api.flexible(version));
  ASSERT_TRUE(parsed) << version;
  EXPECT_EQ(parsed->header.api_key, 12);
  EXPECT_EQ(parsed->header.api_version, version);
  EXPECT_EQ(parsed->header.correlation_id, 77);
  EXPECT_EQ(parsed->header.client_id, client_id);
  EXPECT_TRUE(decode<HeartbeatRequest>(parsed->body, version));
}

TEST(RequestHeader, IsReadAsItWasWritten) {
  for (const auto version : {0, 3, 4}) {
    expect_header_round_trip(static_cast<Version>(version), "a client");
    expect_header_round_trip(static_cast<Version>(version), "");
    expect_header_round_trip(static_cast<Version>(version), std::nullopt);
  }
}

TEST(RequestHeader, CutShortAnywhereIsRefused) {
  const auto bytes = content(encode_request(ApiVersionsRequest{}, 3, 77, "client"));
  const auto body_size = flattened(encode(ApiVersionsRequest{}, 3)).size();
  for (std::size_t size = 0; size < bytes.size() - body_size; ++size)
    EXPECT_FALSE(parse_request(Slice(ByteSpan(bytes).first(size)), true)) << size;
  EXPECT_FALSE(peek_request(Slice(ByteSpan(bytes).first(7))));
  EXPECT_EQ(peek_request(Slice(ByteSpan(bytes).first(8)))->correlation_id, 77);
}

TEST(RequestHeader, AClientIdOfAnyNegativeLengthIsNull) {
  const Bytes bytes = {0, 12, 0, 0, 0, 0, 0, 1, 0xFF, 0xFE, 9};
  const auto parsed = parse_request(Slice(ByteSpan(bytes)), false);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->header.client_id, std::nullopt);
  EXPECT_EQ(parsed->body.size(), 1u);
}

TEST(RequestHeader, TagsAreSkippedAndTheirLengthsChecked) {
  const Bytes start = {0, 12, 0, 4, 0, 0, 0, 1, 0xFF, 0xFF};
  const auto with = [&](Bytes tags) {
    tags.insert(tags.begin(), start.begin(), start.end());
    const auto parsed = parse_request(Slice::copy_of(tags), true);
    return parsed ? static_cast<int>(parsed->body.size()) : -1;
  };
  EXPECT_EQ(with({0, 'b'}), 1);
  EXPECT_EQ(with({1, 5, 2, 'x', 'y', 'b'}), 1);
  EXPECT_EQ(with({1, 5, 9, 'x', 'y', 'b'}), -1);
  EXPECT_EQ(with({2, 5, 1, 'x'}), -1);
  EXPECT_EQ(with({}), -1);
}

TEST(Encoder, GivesNothingWhenATextIsTooLongForItsLength) {
  const auto frame_of = [](std::size_t length, Version version) {
    return encode_response(JoinGroupResponse{.member_id = std::string(length, 'x')}, version, 1);
  };
  for (const Version version : {Version{5}, Version{6}}) {
    EXPECT_FALSE(frame_of(32'767, version).empty());
    EXPECT_TRUE(frame_of(32'768, version).empty());
  }
  EXPECT_TRUE(encode_request(HeartbeatRequest{}, 4, 1, std::string(32'768, 'x')).empty());
}

TEST(ResponseHeader, HasTagsFromTheFirstFlexibleVersionOn) {
  EXPECT_EQ(content(encode_response(HeartbeatResponse{}, 3, 7)),
            (Bytes{0, 0, 0, 7, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(content(encode_response(HeartbeatResponse{}, 4, 7)),
            (Bytes{0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(ResponseHeader, OfApiVersionsHasNoTagsInAnyVersion) {
  EXPECT_EQ(content(encode_response(ApiVersionsResponse{}, 3, 7)),
            (Bytes{0, 0, 0, 7, 0, 0, 1, 0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace dogear::protocol
