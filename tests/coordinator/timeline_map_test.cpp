#include "coordinator/timeline_map.hpp"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace dogear::coordinator {
namespace {

using Map = TimelineMap<std::string, int>;

TEST(TimelineMap, HoldsWhatAMapHolds) {
  Map timeline;
  std::map<std::string, int> map;
  for (int i = 0; i < 1000; ++i) {
    const auto key = std::to_string(i * 7 % 101);
    if (i % 3 == 0) {
      timeline.erase(key);
      map.erase(key);
    } else {
      timeline.put(key, i);
      map[key] = i;
    }
  }
  std::map<std::string, int> held;
  timeline.for_each([&](const auto& key, int value) { held[key] = value; });
  EXPECT_EQ(held, map);
  EXPECT_EQ(timeline.size(), map.size());
  EXPECT_EQ(timeline.find("no key"), nullptr);
}

TEST(TimelineMap, EqualsOneFilledInAnotherOrder) {
  Map a, b;
  for (const auto* key : {"a", "b", "c"}) a.put(key, 1);
  for (const auto* key : {"c", "b", "a"}) b.put(key, 1);
  EXPECT_EQ(a, b);
  b.put("b", 2);
  EXPECT_NE(a, b);
  b.erase("b");
  EXPECT_NE(a, b);
}

}  // namespace
}  // namespace dogear::coordinator
