// ApiVersions v0-4: what is served, in which versions.
//   v3    the client names itself, in words of letters, digits, '-' and '.' (KIP-511)
//   An unknown version is answered in v0, with the versions of this API alone (KIP-35).
#include "protocol/messages/api_versions.hpp"

#include <algorithm>
#include <string_view>

#include "broker/serve.hpp"

namespace dogear::broker {
namespace {

using protocol::ApiVersionsRequest;
using protocol::ApiVersionsResponse;

constexpr protocol::ApiKey produce_key = 0;

ApiVersionsResponse::ApiVersion row_of(const protocol::Api& api) {
  // Kafka lists Produce from 0 although it refuses 0-2: old librdkafka wants to see them
  // (KAFKA-18659).
  const auto first = api.key == produce_key ? protocol::Version{0} : api.versions.first;
  return {api.key, first, api.versions.last};
}

bool is_word(std::string_view text) {
  const auto alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !text.empty() && alphanumeric(text.front()) && alphanumeric(text.back()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return alphanumeric(c) || c == '-' || c == '.'; });
}

ApiVersionsResponse failure(const ApiVersionsRequest&, ErrorCode error) {
  ApiVersionsResponse response;
  response.error_code = error;
  if (error == ErrorCode::unsupported_version)
    response.api_keys.push_back(row_of(ApiVersionsResponse::api));
  return response;
}

ApiVersionsResponse api_versions(Cluster&, const Call& call, const ApiVersionsRequest& request) {
  const auto named =
      is_word(request.client_software_name) && is_word(request.client_software_version);
  if (call.version >= 3 && !named) return failure(request, ErrorCode::invalid_request);

  ApiVersionsResponse response;
  for (const auto* entry : served_apis()) response.api_keys.push_back(row_of(entry->api));
  return response;
}

}  // namespace

constinit const ApiEntry api_versions_entry = serve<ApiVersionsRequest, api_versions, failure>();

}  // namespace dogear::broker
