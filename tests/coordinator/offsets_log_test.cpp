#include "coordinator/offsets_log.hpp"

#include <fmt/format.h>

#include "tests/coordinator/harness.hpp"

namespace dogear::coordinator {
namespace {

std::string hex(const std::optional<Slice>& bytes) {
  if (!bytes) return "null";
  std::string text;
  for (const auto byte : bytes->bytes()) text += fmt::format("{:02x}", byte);
  return text;
}

TEST(OffsetsLog, PutsGroupsWhereKafkaPutsThem) {
  EXPECT_EQ(partition_for("", 50), 0);
  EXPECT_EQ(partition_for("test", 50), 48);
  EXPECT_EQ(partition_for("my-group", 50), 12);
  EXPECT_EQ(partition_for("group-1", 50), 49);
  EXPECT_EQ(partition_for("console-consumer-12345", 50), 6);
  EXPECT_EQ(partition_for("polygenelubricants", 50), 0);  // its hash has no positive counterpart
  EXPECT_EQ(partition_for("test", 1), 0);
}

TEST(OffsetsLog, CommitsAreWrittenAsVersionFourWithTheTopicsId) {
  Uuid id;
  id.bytes[0] = 0xab;
  const auto record = offset_commit_record(
      {"g", "t", 1},
      {.offset = 5, .leader_epoch = 3, .metadata = "m", .commit_timestamp = 7, .topic_id = id});
  EXPECT_EQ(hex(record.key),
            "0001"
            "000167"
            "000174"
            "00000001");
  EXPECT_EQ(hex(record.value),
            "0004"
            "0000000000000005"
            "00000003"
            "026d"
            "0000000000000007"
            "01"
            "00"
            "10"
            "ab000000000000000000000000000000");
}

TEST(OffsetsLog, CommitsWithTheirOwnExpiryAreWrittenAsVersionOne) {
  const auto record = offset_commit_record(
      {"g", "t", 1}, {.offset = 5, .metadata = "m", .commit_timestamp = 7, .expire_timestamp = 9});
  EXPECT_EQ(hex(record.value),
            "0001"
            "0000000000000005"
            "00016d"
            "0000000000000007"
            "0000000000000009");
}

TEST(OffsetsLog, GroupsAreWrittenAsVersionThree) {
  const auto record = group_metadata_record("g", {.protocol_type = "consumer",
                                                  .generation = 2,
                                                  .leader = "a",
                                                  .current_state_timestamp = 8,
                                                  .members = {{.member_id = "a",
                                                               .client_id = "c",
                                                               .client_host = "/h",
                                                               .rebalance_timeout = 4,
                                                               .session_timeout = 5,
                                                               .subscription = slice_of("s")}}});
  EXPECT_EQ(hex(record.key),
            "0002"
            "000167");
  EXPECT_EQ(hex(record.value),
            "0003"
            "0008636f6e73756d6572"
            "00000002"
            "ffff"
            "000161"
            "0000000000000008"
            "00000001"
            "000161"
            "ffff"
            "000163"
            "00022f68"
            "00000004"
            "00000005"
            "0000000173"
            "00000000");
}

TEST(OffsetsLog, TombstonesHaveNoValue) {
  EXPECT_EQ(hex(offset_commit_tombstone({"g", "t", 1}).value), "null");
  EXPECT_EQ(hex(group_metadata_tombstone("g").value), "null");
}

TEST(OffsetsLog, ReadsBackWhatItWrote) {
  EXPECT_EQ(to_text(offset_commit_record({"g", "t", 1}, {.offset = 5})), "offset g t-1 = 5\n");
  EXPECT_EQ(to_text(offset_commit_tombstone({"g", "t", 1})), "offset g t-1 deleted\n");
  EXPECT_EQ(to_text(group_metadata_tombstone("g")), "group g deleted\n");
  EXPECT_EQ(to_text(group_metadata_record("g", {.generation = 3})),
            "group g generation=3 type='' protocol=null leader=null\n");
}

TEST(OffsetsLog, NamesTypesThatItDoesNotKnowAndRefusesWhatDoesNotFit) {
  EXPECT_EQ(to_text({slice_of(std::string("\0\x63", 2)), std::nullopt}), "type 99\n");
  EXPECT_EQ(to_text({slice_of("x"), std::nullopt}), "corrupt\n");
  auto record = offset_commit_record({"g", "t", 1}, {.offset = 5});
  for (std::size_t size = 0; size < record.key.size(); ++size)
    EXPECT_EQ(to_text({record.key.sub(0, size), std::nullopt}), "corrupt\n") << size;
  for (std::size_t size = 0; size < record.value->size(); ++size)
    EXPECT_EQ(to_text({record.key, record.value->sub(0, size)}), "corrupt\n") << size;
  EXPECT_EQ(to_text({record.key, slice_of(std::string("\0\x05", 2))}), "corrupt\n");
}

}  // namespace
}  // namespace dogear::coordinator
