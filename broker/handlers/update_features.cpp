// UpdateFeatures v0-2 (KIP-584): changes the levels of features, of all in the request or of none.
//   v1    upgrade, safe or unsafe downgrade (KIP-778); may only validate
//   v2    no results by feature (KIP-1022)
#include "protocol/messages/update_features.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/hash_order.hpp"
#include "broker/cluster.hpp"
#include "broker/configs/reconfiguration.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::UpdateFeaturesRequest;
using protocol::UpdateFeaturesResponse;
using Update = UpdateFeaturesRequest::FeatureUpdateKey;
using Problem = std::optional<std::string>;

enum UpgradeType : std::int8_t { upgrade = 1, safe_downgrade = 2, unsafe_downgrade = 3 };

UpdateFeaturesResponse failure(const UpdateFeaturesRequest&, ErrorCode error) {
  UpdateFeaturesResponse response;
  response.error_code = error;
  response.error_message = std::nullopt;
  return response;
}

// The last update of each feature, in the order of Kafka's hash map.
std::vector<Update> updates_in_order(const UpdateFeaturesRequest& request) {
  std::map<std::string, Update> by_name;
  std::vector<std::string> names;
  for (const auto& update : request.feature_updates) {
    if (by_name.insert_or_assign(update.feature, update).second) names.push_back(update.feature);
  }
  sort_as_hash_set(names);
  std::vector<Update> updates;
  for (const auto& name : names) updates.push_back(by_name.at(name));
  return updates;
}

// Why a node does not support this level of a feature. An unknown feature has not even level 0.
Problem why_unsupported(const Cluster& cluster, const Update& update,
                        const ReleaseFeature* feature) {
  const auto controller = cluster.nodes.front().id;
  if (!feature && update.max_version_level == 0)
    return fmt::format("Feature {} not found.", update.feature);
  if (!feature)
    return fmt::format("Local controller {} does not support this feature.", controller);
  if (update.max_version_level >= feature->first && update.max_version_level <= feature->last)
    return std::nullopt;
  return fmt::format("Local controller {} only supports versions {}-{}", controller, feature->first,
                     feature->last);
}

Problem why_wrong_way(const Update& update, FeatureLevel current) {
  if (update.max_version_level < current && update.upgrade_type == upgrade)
    return "Can't downgrade the version of this feature without setting the upgrade type to either "
           "safe or unsafe downgrade.";
  if (update.max_version_level > current && update.upgrade_type != upgrade)
    return "Can't downgrade to a newer version.";
  if (update.max_version_level < current && update.feature == kraft_version)
    return "Can't downgrade the version of this feature.";
  return std::nullopt;
}

// Kafka refuses downgrades between levels with different metadata, and all below 4.3's differ.
std::string refused_metadata_downgrade(const Update& update, FeatureLevel current) {
  return fmt::format(
      "Unsupported metadata.version downgrade from {} to {}. {}", current, update.max_version_level,
      update.upgrade_type == unsafe_downgrade
          ? "Unsafe metadata downgrade is not supported in this version."
          : "Refusing to perform the requested downgrade because it might delete metadata "
            "information.");
}

Problem check(const Cluster& cluster, const Update& update) {
  const auto invalid = [&](std::string_view why) {
    return fmt::format("Invalid update version {} for feature {}. {}", update.max_version_level,
                       update.feature, why);
  };
  if (update.upgrade_type < upgrade || update.upgrade_type > unsafe_downgrade)
    return invalid("The controller does not support the given upgrade type.");
  if (update.max_version_level < 0) return invalid("A feature version cannot be less than 0.");
  const auto features = supported_features(*cluster.release);
  const auto feature =
      std::find_if(features.begin(), features.end(),
                   [&](const ReleaseFeature& known) { return known.name == update.feature; });
  const auto* known = feature == features.end() ? nullptr : &*feature;
  if (const auto why = why_unsupported(cluster, update, known)) return invalid(*why);
  const auto current = cluster.features.level(*known);
  if (const auto why = why_wrong_way(update, current)) return invalid(*why);
  if (update.feature == metadata_version && update.max_version_level < current)
    return refused_metadata_downgrade(update, current);
  return std::nullopt;
}

UpdateFeaturesResponse update_features(Cluster& cluster, const Call& call,
                                       const UpdateFeaturesRequest& request) {
  const auto updates = updates_in_order(request);
  for (const auto& update : updates) {
    const auto problem = check(cluster, update);
    if (!problem) continue;
    auto response = failure(request, ErrorCode::invalid_update_version);
    response.error_message =
        "The update failed for all features since the following feature had an error: " + *problem;
    return response;
  }
  UpdateFeaturesResponse response;
  response.error_message = std::nullopt;
  if (!request.validate_only) {
    for (const auto& update : updates) {
      if (update.feature == eligible_leader_replicas_version && update.max_version_level > 0)
        prepare_for_elr(cluster, call.now);
      cluster.features.set(update.feature, update.max_version_level);
    }
  }
  if (call.version >= 2) return response;
  for (const auto& update : request.feature_updates)
    response.results.push_back(
        {update.feature, ErrorCode::none, std::string(name_of(ErrorCode::none))});
  return response;
}

}  // namespace

constinit const ApiEntry update_features_entry =
    serve<UpdateFeaturesRequest, update_features, failure>();

}  // namespace dogear::broker
