// ApiVersions (key 18), v0-4, flexible from v3.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error_code.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

inline constexpr Api api_versions_api{
    .key = 18, .name = "ApiVersions", .versions = between(0, 4), .flexible_since = 3};

struct ApiVersionsRequest {
  static constexpr Api api = api_versions_api;
  std::string client_software_name;
  std::string client_software_version;

  static void fields(auto& io, auto& self) {
    io("clientSoftwareName", self.client_software_name, since(3));
    io("clientSoftwareVersion", self.client_software_version, since(3));
  }
};

struct ApiVersionsResponse {
  static constexpr Api api = api_versions_api;
  struct ApiVersion {
    std::int16_t api_key = 0;
    std::int16_t min_version = 0;
    std::int16_t max_version = 0;

    static void fields(auto& io, auto& self) {
      io("apiKey", self.api_key);
      io("minVersion", self.min_version);
      io("maxVersion", self.max_version);
    }
  };

  struct SupportedFeatureKey {
    std::string name;
    std::int16_t min_version = 0;
    std::int16_t max_version = 0;

    static void fields(auto& io, auto& self) {
      io("name", self.name, since(3));
      io("minVersion", self.min_version, since(3));
      io("maxVersion", self.max_version, since(3));
    }
    friend bool operator==(const SupportedFeatureKey&, const SupportedFeatureKey&) = default;
  };

  struct FinalizedFeatureKey {
    std::string name;
    std::int16_t max_version_level = 0;
    std::int16_t min_version_level = 0;

    static void fields(auto& io, auto& self) {
      io("name", self.name, since(3));
      io("maxVersionLevel", self.max_version_level, since(3));
      io("minVersionLevel", self.min_version_level, since(3));
    }
    friend bool operator==(const FinalizedFeatureKey&, const FinalizedFeatureKey&) = default;
  };

  ErrorCode error_code = ErrorCode::none;
  std::vector<ApiVersion> api_keys;
  std::int32_t throttle_time_ms = 0;
  std::vector<SupportedFeatureKey> supported_features;
  std::int64_t finalized_features_epoch = -1;
  std::vector<FinalizedFeatureKey> finalized_features;
  bool zk_migration_ready = false;

  static void fields(auto& io, auto& self) {
    io("errorCode", self.error_code);
    io("apiKeys", self.api_keys);
    io("throttleTimeMs", self.throttle_time_ms, since(1));
    io("supportedFeatures", self.supported_features, since(3), tag(0));
    io("finalizedFeaturesEpoch", self.finalized_features_epoch, since(3), tag(1));
    io("finalizedFeatures", self.finalized_features, since(3), tag(2));
    io("zkMigrationReady", self.zk_migration_ready, since(3), tag(3));
  }
};

}  // namespace dogear::protocol
