// Fuzzes the codec. The first three bytes choose the API, the version, and request or response; the
// rest is decoded as that message. A message that can be decoded is converted to JSON and back,
// encoded, and decoded again: the result must be the same. The rest is also parsed as a whole
// frame.
#include <cstdio>
#include <cstdlib>

#include <boost/json.hpp>

#include "protocol/any_message.hpp"
#include "protocol/frame.hpp"

namespace dogear::fuzz {
namespace {

using protocol::AnyApi;
using protocol::AnyMessage;

[[noreturn]] void fail(const AnyApi& api, protocol::Version version, const char* what,
                       const std::string& detail) {
  std::fprintf(stderr, "%s v%d: %s: %s\n", api.api.name, version, what, detail.c_str());
  std::abort();
}

void round_trip(const AnyApi& api, const AnyMessage& message, protocol::Version version,
                const Slice& bytes) {
  std::string error;
  const auto first = message.decode(bytes, version, error);
  if (!error.empty()) return;
  protocol::Encoder encoder(version, api.api.flexible(version));
  message.encode(encoder, first, version, error);
  if (!error.empty()) fail(api, version, "its own JSON is refused", error);
  const auto encoded = protocol::flattened(encoder.finish());
  const auto second = message.decode(Slice(encoded), version, error);
  if (!error.empty()) fail(api, version, "what was encoded cannot be decoded", error);
  if (first != second)
    fail(api, version, "came back as another",
         boost::json::serialize(first) + "\n" + boost::json::serialize(second));
}

// What is left of a frame after its header must not be longer than the frame.
void take_header(const AnyApi& api, protocol::Version version, const Slice& frame) {
  const auto flexible = api.api.flexible(version);
  if (const auto request = protocol::parse_request(frame, flexible);
      request && request->body.size() > frame.size())
    fail(api, version, "the request's body is too long", "");
  if (const auto response = protocol::parse_response(frame, flexible);
      response && response->body.size() > frame.size())
    fail(api, version, "the answer's body is too long", "");
}

}  // namespace
}  // namespace dogear::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dogear;
  constexpr std::size_t choices = 3;
  if (size < choices) return 0;
  const auto apis = protocol::described_apis();
  const auto& api = apis[data[0] % apis.size()];
  const auto versions = api.api.versions.last - api.api.versions.first + 1;
  const auto version = static_cast<protocol::Version>(api.api.versions.first + data[1] % versions);
  const auto& message = data[2] % 2 == 0 ? api.request : api.response;
  const Slice rest(ByteSpan{data + choices, size - choices});
  fuzz::take_header(api, version, rest);
  fuzz::round_trip(api, message, version, rest);
  return 0;
}
