#include "storage/leader_epochs.hpp"

#include <string>

#include <gtest/gtest.h>

namespace dogear::storage {
namespace {

std::string dump(const LeaderEpochs& epochs) {
  std::string text;
  for (const auto& entry : epochs.entries())
    text += std::to_string(entry.epoch) + "@" + std::to_string(entry.start_offset) + " ";
  return text;
}

LeaderEpochs epochs_2_4_7() {
  LeaderEpochs epochs;
  epochs.assign(2, 10);
  epochs.assign(4, 20);
  epochs.assign(7, 30);
  return epochs;
}

TEST(LeaderEpochs, AnswersWhereAnEpochEnds) {
  const auto epochs = epochs_2_4_7();
  EXPECT_EQ(epochs.end_offset_for(-1, 35), (EpochEndOffset{-1, -1}));
  EXPECT_EQ(epochs.end_offset_for(7, 35), (EpochEndOffset{7, 35}));
  EXPECT_EQ(epochs.end_offset_for(8, 35), (EpochEndOffset{-1, -1}));
  EXPECT_EQ(epochs.end_offset_for(1, 35), (EpochEndOffset{1, 10}));
  EXPECT_EQ(epochs.end_offset_for(2, 35), (EpochEndOffset{2, 20}));
  EXPECT_EQ(epochs.end_offset_for(3, 35), (EpochEndOffset{2, 20}));
  EXPECT_EQ(epochs.end_offset_for(6, 35), (EpochEndOffset{4, 30}));
  EXPECT_EQ(LeaderEpochs{}.end_offset_for(0, 0), (EpochEndOffset{-1, -1}));
}

TEST(LeaderEpochs, KnowsTheEpochOfAnOffset) {
  const auto epochs = epochs_2_4_7();
  EXPECT_EQ(epochs.epoch_at(9), std::nullopt);
  EXPECT_EQ(epochs.epoch_at(10), 2);
  EXPECT_EQ(epochs.epoch_at(29), 4);
  EXPECT_EQ(epochs.epoch_at(1000), 7);
}

TEST(LeaderEpochs, AnEpochWithoutDataGivesWay) {
  LeaderEpochs epochs;
  epochs.assign(0, 0);
  epochs.assign(1, 0);
  EXPECT_EQ(dump(epochs), "1@0 ");
  epochs.assign(1, 5);  // known already
  EXPECT_EQ(dump(epochs), "1@0 ");
  epochs.assign(2, 8);
  epochs.assign(3, 6);
  EXPECT_EQ(dump(epochs), "1@0 3@6 ");
}

TEST(LeaderEpochs, FollowsTheLogsStart) {
  auto epochs = epochs_2_4_7();
  epochs.truncate_from_start(25);
  EXPECT_EQ(dump(epochs), "4@25 7@30 ");
  epochs.truncate_from_start(20);
  EXPECT_EQ(dump(epochs), "4@25 7@30 ");
}

}  // namespace
}  // namespace dogear::storage
