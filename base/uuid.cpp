#include "base/uuid.hpp"

namespace dogear {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view hex_digits = "0123456789abcdef";

}  // namespace

std::string Uuid::to_string() const {
  std::string text;
  std::uint32_t bits = 0;
  int bit_count = 0;
  for (const auto byte : bytes) {
    bits = (bits << 8) | byte;
    for (bit_count += 8; bit_count >= 6; bit_count -= 6)
      text += alphabet[(bits >> (bit_count - 6)) & 63];
  }
  text += alphabet[(bits << (6 - bit_count)) & 63];
  return text;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 22) return std::nullopt;
  Uuid id;
  std::uint32_t bits = 0;
  int bit_count = 0;
  std::size_t filled = 0;
  for (const auto c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    bit_count += 6;
    if (bit_count < 8 || filled == id.bytes.size()) continue;
    bit_count -= 8;
    id.bytes[filled++] = static_cast<std::uint8_t>(bits >> bit_count);
  }
  if (id.to_string() != text) return std::nullopt;
  return id;
}

std::string Uuid::to_hyphenated() const {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += hex_digits[bytes[i] >> 4];
    text += hex_digits[bytes[i] & 15];
  }
  return text;
}

}  // namespace dogear
