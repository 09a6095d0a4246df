// The body of an answer that is read within the broker: by a control verb, or to change its rows.
#pragma once
#include <optional>

#include "base/slice.hpp"
#include "broker/reply.hpp"
#include "protocol/frame.hpp"

namespace dogear::broker {

// A copy of the bytes behind the header; nothing for a malformed frame.
inline std::optional<Slice> body_of(const Answer& answer, const protocol::Api& api,
                                    protocol::Version version) {
  constexpr std::size_t size_bytes = 4;
  const auto frame = Slice::copy_of(protocol::flattened(answer.frame));
  const auto parsed = protocol::parse_response(frame.sub(size_bytes, frame.size() - size_bytes),
                                               protocol::flexible_response_header(api, version));
  return parsed ? std::optional(parsed->body) : std::nullopt;
}

}  // namespace dogear::broker
