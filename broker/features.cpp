#include "broker/features.hpp"

#include <algorithm>
#include <iterator>

namespace dogear::broker {
namespace {

constexpr std::string_view told[] = {kraft_version, metadata_version,
                                     eligible_leader_replicas_version};

}  // namespace

bool is_feature_told(std::string_view name) {
  return std::find(std::begin(told), std::end(told), name) != std::end(told);
}

std::vector<ReleaseFeature> supported_features(const Release& release) {
  std::vector<ReleaseFeature> supported;
  for (const auto name : told)
    for (const auto& feature : release.features)
      if (feature.name == name) supported.push_back(feature);
  return supported;
}

FeatureLevel FinalizedFeatures::level(const ReleaseFeature& feature) const {
  if (const auto changed = changed_.find(feature.name); changed != changed_.end())
    return changed->second;
  // A new cluster has a static quorum unless it is formatted for another one.
  return feature.name == kraft_version ? FeatureLevel{0} : feature.level;
}

void FinalizedFeatures::set(const std::string& feature, FeatureLevel level) {
  ++epoch_;
  changed_[feature] = level;
}

}  // namespace dogear::broker
