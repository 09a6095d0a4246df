// UpdateFeatures (key 57), v0-2, flexible.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api update_features_api{
    .key = 57, .name = "UpdateFeatures", .versions = between(0, 2), .flexible_since = 0};

struct UpdateFeaturesRequest {
  static constexpr Api api = update_features_api;
  struct FeatureUpdateKey {
    std::string feature;
    std::int16_t max_version_level = 0;
    bool allow_downgrade = false;
    std::int8_t upgrade_type = 1;

    static void fields(auto& io, auto& self) {
      io("feature", self.feature);
      io("maxVersionLevel", self.max_version_level);
      io("allowDowngrade", self.allow_downgrade, until(0));
      io("upgradeType", self.upgrade_type, since(1));
    }
  };

  std::int32_t timeout_ms = 60000;
  std::vector<FeatureUpdateKey> feature_updates;
  bool validate_only = false;

  static void fields(auto& io, auto& self) {
    io("timeoutMs", self.timeout_ms);
    io("featureUpdates", self.feature_updates);
    io("validateOnly", self.validate_only, since(1));
  }
};

struct UpdateFeaturesResponse {
  static constexpr Api api = update_features_api;
  struct UpdatableFeatureResult {
    std::string feature;
    ErrorCode error_code = ErrorCode::none;
    std::optional<std::string> error_message = "";

    static void fields(auto& io, auto& self) {
      io("feature", self.feature);
      io("errorCode", self.error_code);
      io("errorMessage", self.error_message);
    }
  };

  std::int32_t throttle_time_ms = 0;
  ErrorCode error_code = ErrorCode::none;
  std::optional<std::string> error_message = "";
  std::vector<UpdatableFeatureResult> results;

  static void fields(auto& io, auto& self) {
    io("throttleTimeMs", self.throttle_time_ms);
    io("errorCode", self.error_code);
    io("errorMessage", self.error_message);
    io("results", self.results, until(1));
  }
};

}  // namespace dogear::protocol
