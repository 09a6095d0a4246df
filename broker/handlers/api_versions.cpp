// ApiVersions v0-4: the served APIs and their versions.
//   v3    the client sends its software's name and version (KIP-511); the answer has features
//   v4    the answer includes features whose lowest level is 0
//   An unknown version is answered in v0, with the versions of only this API (KIP-35).
#include "protocol/messages/api_versions.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "broker/cluster.hpp"
#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::ApiVersionsRequest;
using protocol::ApiVersionsResponse;

ApiVersionsResponse::ApiVersion row_of(protocol::ApiKey key, protocol::Versions versions) {
  // Kafka lists Produce from 0 on, although it refuses 0-2: old versions of librdkafka rely on it
  // (KAFKA-18659).
  return {key, key == produce_key ? protocol::Version{0} : versions.first, versions.last};
}

void add_features(const Cluster& cluster, protocol::Version version,
                  ApiVersionsResponse& response) {
  auto& finalized = response.finalized_features;
  for (const auto& feature : supported_features(*cluster.release)) {
    const std::string name(feature.name);
    // Older clients would reject the whole answer because of a level 0 (KAFKA-17492).
    if (feature.first > 0 || version >= 4)
      response.supported_features.push_back({name, feature.first, feature.last});
    if (const auto level = cluster.features.level(feature); level > 0)
      finalized.push_back({name, level, level});
  }
  std::sort(finalized.begin(), finalized.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  response.finalized_features_epoch = cluster.features.epoch();
}

bool is_word(std::string_view text) {
  const auto alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !text.empty() && alphanumeric(text.front()) && alphanumeric(text.back()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return alphanumeric(c) || c == '-' || c == '.'; });
}

ApiVersionsResponse failure(const Call& call, const ApiVersionsRequest&, ErrorCode error) {
  ApiVersionsResponse response;
  response.error_code = error;
  if (error == ErrorCode::unsupported_version)
    response.api_keys.push_back(row_of(call.api_key, call.served));
  return response;
}

ApiVersionsResponse api_versions(const Cluster& cluster, const Call& call,
                                 const ApiVersionsRequest& request) {
  const auto named =
      is_word(request.client_software_name) && is_word(request.client_software_version);
  if (call.version >= 3 && !named) return failure(call, request, ErrorCode::invalid_request);

  ApiVersionsResponse response;
  for (const auto* entry : served_apis())
    if (const auto versions = cluster.versions_of(entry->api); !versions.empty())
      response.api_keys.push_back(row_of(entry->api.key, versions));
  add_features(cluster, call.version, response);
  return response;
}

}  // namespace

constinit const ApiEntry api_versions_entry = serve<ApiVersionsRequest, api_versions, failure>();

}  // namespace dogear::broker
