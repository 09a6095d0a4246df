#include "dialogue.hpp"

#include "protocol/frame.hpp"
#include "script.hpp"

namespace dogear::conversations {

namespace json = boost::json;
using protocol::AnyApi;
using protocol::Encoder;
using protocol::Version;

std::vector<std::uint8_t> frame_of(const AnyApi& any, Version version, const json::value& message,
                                   std::int32_t correlation_id,
                                   const std::optional<std::string>& client_id) {
  Encoder encoder(version, any.api.flexible(version));
  encoder.begin_frame();
  encoder.put_int16(any.api.key);
  encoder.put_int16(version);
  encoder.put_int32(correlation_id);
  encoder.put_nullable_string16(client_id);
  if (any.api.flexible(version)) encoder.put_no_tags();
  std::string error;
  any.request.encode(encoder, message, version, error);
  if (!error.empty()) throw ScriptError(std::string(any.api.name) + ": " + error);
  return protocol::flattened(encoder.finish_frame());
}

ReadAnswer read_answer(const AnyApi& any, Version version, std::int32_t correlation_id,
                       ByteSpan frame) {
  const auto flexible_header = protocol::flexible_response_header(any.api, version);
  const auto parsed = protocol::parse_response(Slice(frame), flexible_header);
  if (!parsed) return {{}, "an answer without a header"};
  if (parsed->correlation_id != correlation_id)
    return {{},
            "an answer to request " + std::to_string(parsed->correlation_id) + " instead of " +
                std::to_string(correlation_id)};
  ReadAnswer answer;
  answer.message = any.response.decode(parsed->body, version, answer.error);
  if (!answer.error.empty()) return answer;
  Encoder encoder(version, any.api.flexible(version));
  any.response.encode(encoder, answer.message, version, answer.error);
  const auto again = protocol::flattened(encoder.finish());
  const auto body = parsed->body.bytes();
  if (!std::equal(body.begin(), body.end(), again.begin(), again.end()))
    answer.error = "bytes that our encoder would not have written";
  return answer;
}

json::value Questioner::ask(std::string_view name, Version version, const json::value& message) {
  const auto& any = *protocol::find_api(name);
  wire_.send(connection_, frame_of(any, version, message, ++correlation_id_, "harness"));
  constexpr Millis patience{30'000};
  const auto event = wire_.next_event(patience);
  if (!event || event->closed || event->connection != connection_)
    throw WireError("no answer to " + std::string(name));
  auto answer = read_answer(any, version, correlation_id_, event->frame);
  if (!answer.error.empty()) throw WireError(std::string(name) + ": " + answer.error);
  return answer.message;
}

}  // namespace dogear::conversations
