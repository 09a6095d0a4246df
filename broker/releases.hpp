// The API versions and features that each release of Kafka tells its clients: the rows of
// kafka-releases.tsv, which reference/record_releases.sh extracts from the releases' own classes.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/fixed_list.hpp"
#include "protocol/versions.hpp"

namespace dogear::broker {

struct ReleaseApi {
  protocol::ApiKey key = 0;
  protocol::Version last = 0;
};

struct ReleaseFeature {
  std::string_view name;
  std::int16_t first = 0;  // of the supported levels
  std::int16_t last = 0;
  std::int16_t level = 0;  // in a new cluster
};

struct Release {
  std::string_view name;  // "4.3"
  FixedList<ReleaseApi, 80> apis;
  FixedList<ReleaseFeature, 8> features;
};

// The oldest first; the last one is the release that Dogear follows.
std::span<const Release> releases();
// By X.Y or X.Y.Z; null when there is none.
const Release* find_release(std::string_view name);

// Nothing if the release does not have the API.
std::optional<protocol::Version> last_version(const Release& release, protocol::ApiKey key);
// The versions that both Dogear and this release have; none if the release does not have the API.
protocol::Versions versions_at(const Release& release, const protocol::Api& api);

}  // namespace dogear::broker
