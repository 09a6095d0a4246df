// Base64 (RFC 4648), which carries bytes and records in JSON.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/slice.hpp"

namespace dogear::protocol {

std::string to_base64(ByteSpan bytes);

// With its padding or without; nothing for any other text.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace dogear::protocol
