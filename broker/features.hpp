// The feature levels that a cluster agrees on (KIP-584). Of the features of its release only those
// are told that need no API which is not served.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "broker/releases.hpp"

namespace dogear::broker {

using FeatureLevel = std::int16_t;

inline constexpr std::string_view metadata_version = "metadata.version";
inline constexpr std::string_view kraft_version = "kraft.version";
inline constexpr std::string_view eligible_leader_replicas_version =
    "eligible.leader.replicas.version";

bool is_feature_told(std::string_view name);
// Those that are told, in the order in which Kafka tells them.
std::vector<ReleaseFeature> supported_features(const Release& release);

// The levels that the nodes have agreed on.
class FinalizedFeatures {
 public:
  // 0 for a feature that is off.
  FeatureLevel level(const ReleaseFeature& feature) const;
  void set(const std::string& feature, FeatureLevel level);
  // Increases with every change, as the offset in the metadata log that is Kafka's epoch.
  std::int64_t epoch() const { return epoch_; }

 private:
  std::map<std::string, FeatureLevel, std::less<>> changed_;
  std::int64_t epoch_ = 0;
};

}  // namespace dogear::broker
