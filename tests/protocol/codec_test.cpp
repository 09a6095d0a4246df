// The codec where it is given something unusual: null, negative and oversized lengths, tags,
// records, ill-formed text.
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "protocol/json.hpp"
#include "protocol/message.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/heartbeat.hpp"
#include "protocol/messages/metadata.hpp"
#include "protocol/messages/offset_fetch.hpp"
#include "protocol/messages/produce.hpp"

namespace dogear::protocol {
namespace {

namespace json = boost::json;
using Bytes = std::vector<std::uint8_t>;

Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// The request's JSON, or what is wrong with it.
template <class M>
std::string read(const Bytes& bytes, Version version) {
  const auto decoded = decode<M>(Slice(ByteSpan(bytes)), version);
  return decoded ? json::serialize(to_json(decoded.message, version)) : decoded.error;
}

TEST(Codec, RecordsAreSlicesOfTheFrame) {
  const Bytes payload(100, 0xAB);
  ProduceRequest request;
  request.topic_data.resize(1);
  request.topic_data[0].partition_data.resize(1);
  request.topic_data[0].partition_data[0].records = Records(Slice(ByteSpan(payload)));
  const auto sent = encode(request, 9);
  const auto passed_on = std::any_of(sent.begin(), sent.end(), [&](const Slice& slice) {
    return slice.data() == payload.data() && slice.size() == payload.size();
  });
  EXPECT_TRUE(passed_on) << "the encoder copied the records";

  const auto frame = flattened(sent);
  const auto received = decode<ProduceRequest>(Slice(ByteSpan(frame)), 9);
  const auto& slices = received.message.topic_data[0].partition_data[0].records->slices;
  ASSERT_EQ(slices.size(), 1u);
  EXPECT_EQ(slices[0].size(), payload.size());
  EXPECT_GE(slices[0].data(), frame.data());
  EXPECT_LE(slices[0].data() + slices[0].size(), frame.data() + frame.size());
}

TEST(Codec, SlicesOfAFrameThatIsOwnedKeepItAlive) {
  ProduceRequest request;
  request.topic_data.resize(1);
  request.topic_data[0].partition_data.resize(1);
  request.topic_data[0].partition_data[0].records = Records(Slice(bytes_of("payload")));
  Slice kept;
  {
    const auto frame = Slice::copy_of(flattened(encode(request, 3)));
    kept =
        decode<ProduceRequest>(frame, 3).message.topic_data[0].partition_data[0].records->slices[0];
  }
  EXPECT_EQ(text_of(kept.bytes()), "payload");
}

TEST(Codec, SeveralSlicesOfRecordsTravelAsOneField) {
  FetchResponse response;
  response.responses.resize(1);
  response.responses[0].partitions.resize(2);
  response.responses[0].partitions[0].records =
      Records({Slice(bytes_of("one")), Slice(bytes_of("")), Slice(bytes_of("two"))});
  response.responses[0].partitions[1].records = Records(Slice(bytes_of("three")));
  const auto bytes = flattened(encode(response, 13));
  const auto received = decode<FetchResponse>(Slice(ByteSpan(bytes)), 13).message;
  const auto text = [&](int i) {
    return text_of(received.responses[0].partitions[i].records->slices[0].bytes());
  };
  EXPECT_EQ(text(0), "onetwo");
  EXPECT_EQ(text(1), "three");
}

const Bytes no_topics_tail = {0, 0, 0};  // allowAutoTopicCreation and two authorization flags

TEST(Codec, EveryNegativeLengthIsNull) {
  const auto all = R"({"topics":null,"allowAutoTopicCreation":false,)"
                   R"("includeClusterAuthorizedOperations":false,)"
                   R"("includeTopicAuthorizedOperations":false})";
  EXPECT_EQ(read<MetadataRequest>(Bytes{0xFF, 0xFF, 0xFF, 0xFF} + no_topics_tail, 8), all);
  EXPECT_EQ(read<MetadataRequest>(Bytes{0xFF, 0xFF, 0xFF, 0xFE} + no_topics_tail, 8), all);
  EXPECT_EQ(read<MetadataRequest>(Bytes{0x80, 0x00, 0x00, 0x00} + no_topics_tail, 8), all);
}

TEST(Codec, NullIsMalformedWhereTheVersionForbidsIt) {
  EXPECT_EQ(read<MetadataRequest>({0xFF, 0xFF, 0xFF, 0xFF}, 0), "topics is null");
  EXPECT_EQ(read<HeartbeatRequest>({0xFF, 0xFF}, 0), "groupId is null");
  EXPECT_EQ(read<HeartbeatRequest>({0}, 4), "groupId is null");
  EXPECT_EQ(read<OffsetFetchRequest>({0, 1, 'g', 0xFF, 0xFF, 0xFF, 0xFF}, 1), "topics is null");
}

TEST(Codec, CountsAndLengthsBeyondTheFrameAreRefusedAtOnce) {
  EXPECT_EQ(read<MetadataRequest>({0x7F, 0xFF, 0xFF, 0xFF}, 1),
            "topics claims 2147483647 where 0 bytes are left");
  EXPECT_EQ(read<HeartbeatRequest>({0, 5, 'a', 'b'}, 0), "groupId claims 5 where 2 bytes are left");
  // A compact length is a varint minus one, and wraps as Java's int does.
  EXPECT_EQ(read<MetadataRequest>({0x80, 0x80, 0x80, 0x80, 0x08}, 9),
            "topics claims 2147483647 where 0 bytes are left");
  EXPECT_EQ(read<MetadataRequest>({0x80, 0x80, 0x80, 0x80, 0x80, 0x01}, 9),
            "a varint of more than five bytes");
}

TEST(Codec, AStringOfMoreThan32767BytesIsRefusedInCompactFormToo) {
  const auto group = [](std::size_t size) {
    return Bytes{static_cast<std::uint8_t>((size + 1) | 0x80),
                 static_cast<std::uint8_t>((size + 1) >> 7 | 0x80),
                 static_cast<std::uint8_t>((size + 1) >> 14)} +
           Bytes(size, 'g') + Bytes{0, 0, 0, 1, 2, 'm', 0, 0};
  };
  EXPECT_TRUE(decode<HeartbeatRequest>(Slice(ByteSpan(group(32767))), 4));
  EXPECT_EQ(read<HeartbeatRequest>(group(32768), 4), "groupId is a string of 32768 bytes");
}

TEST(Codec, MemoryIsBoundedByTheSizeOfTheFrame) {
  // Each topic takes two bytes on the wire (an empty name) and much more in memory.
  Bytes bytes{0x00, 0x10, 0x00, 0x00};
  bytes.resize(2 * 1024 * 1024, 0);
  EXPECT_EQ(read<MetadataRequest>(bytes, 0), "a message of too many tiny elements");
}

TEST(Codec, IllFormedTextIsRepaired) {
  const Bytes bytes = {0, 3, 'a', 0xFF, 'b', 0, 0, 0, 1, 0, 0};
  EXPECT_EQ(read<HeartbeatRequest>(bytes, 0),
            "{\"groupId\":\"a\xEF\xBF\xBD"
            "b\",\"generationId\":1,\"memberId\":\"\"}");
}

TEST(Codec, AnAbsentTagIsItsDefaultAndADefaultIsAnAbsentTag) {
  FetchResponse response;
  const auto without = flattened(encode(response, 16));
  response.responses.resize(1);
  response.responses[0].partitions.resize(1);
  auto& partition = response.responses[0].partitions[0];
  const auto plain = flattened(encode(response, 16));
  partition.current_leader = {};
  partition.diverging_epoch = {};
  EXPECT_EQ(flattened(encode(response, 16)), plain);
  partition.current_leader.leader_id = 3;
  const auto tagged = flattened(encode(response, 16));
  EXPECT_EQ(tagged.size(), plain.size() + 2 + 9);  // tag 1, its size; two int32 and no tags
  const auto received = decode<FetchResponse>(Slice(ByteSpan(tagged)), 16).message;
  EXPECT_EQ(received.responses[0].partitions[0].current_leader.leader_id, 3);
  EXPECT_EQ(received.responses[0].partitions[0].current_leader.leader_epoch, -1);
  EXPECT_EQ(decode<FetchResponse>(Slice(ByteSpan(without)), 16).message.node_endpoints.size(), 0u);
}

TEST(Codec, TagsAscendWhateverOrderTheyAreDescribedIn) {
  FetchRequest request;
  request.replica_state.replica_id = 1;  // tag 1
  request.cluster_id = "c";              // tag 0
  const auto bytes = flattened(encode(request, 15));
  const Bytes tail(bytes.end() - 20, bytes.end());
  EXPECT_EQ(tail, (Bytes{2, 0,    2,    2,    'c',  1,    13,   0,    0,    0,
                         1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0}));
}

}  // namespace
}  // namespace dogear::protocol
