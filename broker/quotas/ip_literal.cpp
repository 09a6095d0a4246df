#include "broker/quotas/ip_literal.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "base/split.hpp"

namespace dogear::broker {
namespace {

constexpr std::string_view decimal = "0123456789";
constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF";

bool consists_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_number_up_to(std::string_view text, std::uint64_t most) {
  if (!consists_of(text, decimal)) return false;
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && number <= most;
}

bool is_ipv4(std::string_view text) {
  constexpr std::size_t octets = 4, bits_an_octet = 8, longest = 15;
  const auto parts = split(text, '.');
  if (parts.size() > octets || text.size() > longest) return false;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    if (!is_number_up_to(parts[i], 255)) return false;
  const auto bits_left = (octets + 1 - parts.size()) * bits_an_octet;
  return is_number_up_to(parts.back(), (std::uint64_t{1} << bits_left) - 1);
}

// How many groups of 16 bits these are; nothing if they are not well formed. Only the very last may
// be an IPv4 address, which counts for two.
std::optional<std::size_t> count_groups(std::string_view text, bool last_may_be_ipv4) {
  if (text.empty()) return 0;
  constexpr std::size_t most_digits = 4;
  const auto groups = split(text, ':');
  std::size_t count = 0;
  for (const auto& group : groups) {
    const auto digits = group.size() - std::min(group.find_first_not_of('0'), group.size());
    const bool is_hexadecimal = consists_of(group, hexadecimal) && digits <= most_digits;
    const bool is_last = &group == &groups.back();
    const bool dotted = last_may_be_ipv4 && is_last && split(group, '.').size() == 4;
    if (!is_hexadecimal && !(dotted && is_ipv4(group))) return std::nullopt;
    count += is_hexadecimal ? 1 : 2;
  }
  return count;
}

bool is_ipv6(std::string_view text) {
  constexpr std::size_t all_groups = 8;
  if (const auto zone = text.find('%'); zone != std::string_view::npos) {
    if (!consists_of(text.substr(zone + 1), decimal)) return false;
    text = text.substr(0, zone);
  }
  const auto gap = text.find("::");
  if (gap == std::string_view::npos) return count_groups(text, true) == all_groups;
  const auto before = count_groups(text.substr(0, gap), false);
  const auto after = count_groups(text.substr(gap + 2), true);
  return before && after && *before + *after < all_groups;
}

}  // namespace

bool is_ip_literal(std::string_view text) {
  if (text.starts_with('[')) return text.ends_with(']') && is_ipv6(text.substr(1, text.size() - 2));
  return is_ipv4(text) || is_ipv6(text);
}

}  // namespace dogear::broker
