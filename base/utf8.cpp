#include "base/utf8.hpp"

#include <algorithm>

namespace dogear {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// How long a sequence with this lead byte is, and in which range its second byte must be (Unicode,
// table 3-7).
struct Lead {
  std::size_t length;
  unsigned low = 0x80;
  unsigned high = 0xBF;
};
Lead lead_of(unsigned byte) {
  if (byte < 0x80) return {1};
  if (byte >= 0xC2 && byte <= 0xDF) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte >= 0xE1 && byte <= 0xEF) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {4};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0};
}

struct Sequence {
  std::size_t length;  // of the character, or of the ill-formed part to replace
  bool well_formed;
};
Sequence sequence_at(std::string_view text, std::size_t at) {
  const auto lead = lead_of(byte_at(text, at));
  if (lead.length == 0) return {1, false};
  for (std::size_t i = 1; i < lead.length; ++i) {
    if (at + i == text.size()) return {i, false};
    const auto byte = byte_at(text, at + i);
    const auto low = i == 1 ? lead.low : 0x80;
    const auto high = i == 1 ? lead.high : 0xBF;
    if (byte < low || byte > high) return {i, false};
  }
  // Java reads a surrogate to its end before it refuses it.
  const auto surrogate = byte_at(text, at) == 0xED && byte_at(text, at + 1) > 0x9F;
  return {lead.length, !surrogate};
}

// Calls visit(unit) for each UTF-16 unit of well-formed UTF-8.
template <class Visit>
void each_utf16_unit(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = sequence_at(text, at).length;
    static constexpr unsigned lead_masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    auto point = byte_at(text, at) & lead_masks[length];
    for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (byte_at(text, at + i) & 0x3F);
    if (point >= 0x10000) {
      visit(0xD800 + ((point - 0x10000) >> 10));
      visit(0xDC00 + ((point - 0x10000) & 0x3FF));
    } else {
      visit(point);
    }
    at += length;
  }
}

}  // namespace

std::string repaired_utf8(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::string repaired;
  for (std::size_t at = 0; at < text.size();) {
    const auto sequence = sequence_at(text, at);
    repaired += sequence.well_formed ? text.substr(at, sequence.length) : replacement;
    at += sequence.length;
  }
  return repaired;
}

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  each_utf16_unit(text, [&](unsigned) { ++units; });
  return units;
}

std::int32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  each_utf16_unit(text, [&](unsigned unit) { hash = 31 * hash + unit; });
  return static_cast<std::int32_t>(hash);
}

}  // namespace dogear
