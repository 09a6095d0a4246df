// A coordinator that goes on from a copy of itself, as when a snapshot is restored, while the
// clients of the one that it replaces live on.
#include <fmt/format.h>

#include "tests/coordinator/harness.hpp"

namespace dogear::coordinator {
namespace {

class Restored : public Harness {
 protected:
  void take() {
    copy = *groups;
    written = log.written.size();
  }
  void restore() {
    auto restored = copy;
    restored.go_on_from(groups->told_since(restored), turn());
    *groups = std::move(restored);
    log.written.resize(written);
  }
  // A member alone may always begin the next generation.
  std::string next_generation(const std::string& group = "g", const std::string& member = "m1") {
    const auto generation = begin_generation(group, member);
    sync(group, member, generation, {{member, "all"}});
    answers();
    return fmt::format("generation {}", generation);
  }
  std::int32_t begin_generation(const std::string& group, const std::string& member) {
    join(group, {.member = member, .topics = {"orders", fmt::format("{}", ++topics)}});
    return groups->find(group)->classic().generation();
  }

  Groups copy{quick(), Seed{7}, broker_time(start_ms)};
  std::size_t written = 0;
  int topics = 0;
};

TEST_F(Restored, TellsNoGenerationAgain) {
  make_stable("g");
  take();
  EXPECT_EQ(next_generation(), "generation 2");
  EXPECT_EQ(next_generation(), "generation 3");
  restore();
  EXPECT_EQ(heartbeat("g", "m1", 3), "ILLEGAL_GENERATION");
  EXPECT_EQ(heartbeat("g", "m1", 1), "NONE");
  EXPECT_EQ(next_generation(), "generation 4");
  restore();
  EXPECT_EQ(next_generation(), "generation 5");
}

TEST_F(Restored, TellsNoGenerationAgainAfterItsCoordinatorHasMoved) {
  make_stable("g");
  take();
  next_generation();
  restore();
  move_coordinator("g");
  EXPECT_EQ(next_generation(), "generation 3");
}

TEST_F(Restored, TellsNoGenerationAgainOfAGroupThatWasDeletedMeanwhile) {
  make_stable("g");
  take();
  next_generation();
  leave("g", "m1");
  EXPECT_EQ(delete_group("g"), "NONE");
  restore();
  EXPECT_EQ(next_generation(), "generation 4");  // without members there was a third one
}

TEST_F(Restored, LetsNobodySyncInAGenerationWhosePartitionsWereGiven) {
  make_stable("g");
  join("g", {.member = "m1", .topics = {"orders", "clicks"}});
  take();
  EXPECT_EQ(sync("g", "m1", 2, {{"m1", "all"}}), "consumer/range 'all'");
  restore();
  EXPECT_EQ(heartbeat("g", "m1", 2), "REBALANCE_IN_PROGRESS");
  EXPECT_EQ(next_generation(), "generation 3");
}

TEST_F(Restored, CountsOnInGroupsThatHaveNotChanged) {
  make_stable("g");
  take();
  make_stable("h");
  restore();
  EXPECT_EQ(next_generation(), "generation 2");
}

TEST_F(Restored, CountsOnInGroupsThatWereOnlyHeardOf) {
  make_stable("g");
  make_stable("h");
  EXPECT_EQ(next_generation("h", "m2"), "generation 2");
  take();
  heartbeat("g", "m1", 1);
  restore();
  EXPECT_EQ(next_generation(), "generation 2");
}

TEST_F(Restored, TellsNoGenerationAgainThatWasNotYetWritten) {
  make_stable("g");
  take();
  EXPECT_EQ(begin_generation("g", "m1"), 2);
  restore();
  EXPECT_EQ(next_generation(), "generation 3");
}

TEST_F(Restored, CountsFromOneInNewGroups) {
  make_stable("g");
  take();
  next_generation();
  restore();
  make_stable("h");
  EXPECT_EQ(dump("h").substr(0, 19), "Stable generation=1");
}

}  // namespace
}  // namespace dogear::coordinator
