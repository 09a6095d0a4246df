#include "protocol/frame.hpp"

#include "base/big_endian.hpp"
#include "base/utf8.hpp"
#include "protocol/decoder.hpp"

namespace dogear::protocol {
namespace {

// Whether `rest` begins with a section of tagged fields, which is then taken off. No header that is
// read here has tagged fields of its own.
bool skip_tags(ByteSpan& rest) {
  struct NoFields {
    static void fields(Visitor&, NoFields&) {}
  } none;
  Decoder decoder(rest, 0, /*flexible=*/true);
  decoder.read_struct(none);
  rest = rest.last(decoder.remaining());
  return decoder.ok();
}

constexpr std::size_t start_size = 8;

}  // namespace

std::optional<RequestStart> peek_request(const Slice& frame) {
  if (frame.size() < start_size) return std::nullopt;
  const auto* const at = frame.data();
  return RequestStart{load_big_endian<ApiKey>(at), load_big_endian<Version>(at + 2),
                      load_big_endian<std::int32_t>(at + 4)};
}

std::optional<ParsedRequest> parse_request(const Slice& frame, bool flexible) {
  const auto start = peek_request(frame);
  if (!start || frame.size() < start_size + 2) return std::nullopt;
  ParsedRequest parsed;
  parsed.header = {start->api_key, start->api_version, start->correlation_id, std::nullopt};
  auto rest = frame.bytes().subspan(start_size);
  const auto length = load_big_endian<std::int16_t>(rest.data());
  rest = rest.subspan(2);
  if (length >= 0) {  // every negative length is null to Kafka
    const auto size = static_cast<std::size_t>(length);
    if (size > rest.size()) return std::nullopt;
    parsed.header.client_id = repaired_utf8(text_of(rest.first(size)));
    rest = rest.subspan(size);
  }
  if (flexible && !skip_tags(rest)) return std::nullopt;
  parsed.body = frame.sub(frame.size() - rest.size(), rest.size());
  parsed.bytes = frame.size();
  return parsed;
}

std::optional<ParsedResponse> parse_response(const Slice& frame, bool flexible_header) {
  if (frame.size() < 4) return std::nullopt;
  const auto correlation_id = load_big_endian<std::int32_t>(frame.data());
  auto rest = frame.bytes().subspan(4);
  if (flexible_header && !skip_tags(rest)) return std::nullopt;
  return ParsedResponse{correlation_id, frame.sub(frame.size() - rest.size(), rest.size())};
}

}  // namespace dogear::protocol
