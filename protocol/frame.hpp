// The headers in front of every request and answer (RequestHeader and ResponseHeader v0-2).
#pragma once
#include <optional>
#include <string>

#include "protocol/message.hpp"

namespace dogear::protocol {

struct RequestHeader {
  ApiKey api_key = 0;
  Version api_version = 0;
  std::int32_t correlation_id = 0;
  std::optional<std::string> client_id;
};

// The part of a request header that is the same in every version. It names the API and version, on
// which the format of the rest depends.
struct RequestStart {
  ApiKey api_key = 0;
  Version api_version = 0;
  std::int32_t correlation_id = 0;
};
std::optional<RequestStart> peek_request(const Slice& frame);

struct ParsedRequest {
  RequestHeader header;
  Slice body;
  std::size_t bytes = 0;  // of both
};
// Nothing when the header is malformed. `flexible`: whether that version of the API is.
std::optional<ParsedRequest> parse_request(const Slice& frame, bool flexible);

// An answer, for whoever plays a client: tools, tests, control verbs.
struct ParsedResponse {
  std::int32_t correlation_id = 0;
  Slice body;
};
std::optional<ParsedResponse> parse_response(const Slice& frame, bool flexible_header);

constexpr ApiKey api_versions_key = 18;

// ApiVersions answers with header v0 always, so that a client can read it before it knows anything.
constexpr bool flexible_response_header(const Api& api, Version version) {
  return api.flexible(version) && api.key != api_versions_key;
}

// `first_error`, if asked for, becomes the first error code in the answer that is not NONE.
template <class Response>
ByteChain encode_response(const Response& response, Version version, std::int32_t correlation_id,
                          ErrorCode* first_error = nullptr) {
  Encoder encoder(version, Response::api.flexible(version));
  encoder.begin_frame();
  encoder.put_int32(correlation_id);
  if (flexible_response_header(Response::api, version)) encoder.put_no_tags();
  encode_into(encoder, response);
  if (first_error) *first_error = encoder.first_error();
  return encoder.finish_frame();
}

template <class Request>
ByteChain encode_request(const Request& request, Version version, std::int32_t correlation_id,
                         const std::optional<std::string>& client_id) {
  Encoder encoder(version, Request::api.flexible(version));
  encoder.begin_frame();
  encoder.put_int16(Request::api.key);
  encoder.put_int16(version);
  encoder.put_int32(correlation_id);
  encoder.put_nullable_string16(client_id);
  if (Request::api.flexible(version)) encoder.put_no_tags();
  encode_into(encoder, request);
  return encoder.finish_frame();
}

}  // namespace dogear::protocol
