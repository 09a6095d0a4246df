#include "server/option_values.hpp"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/iso_time.hpp"

namespace dogear::server {

bool is_address(int family, const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return inet_pton(family, text.c_str(), address.data()) == 1;
}

namespace {

// The host of HOST:PORT; an IPv6 address must be in brackets, since it has colons itself.
std::optional<std::string> parse_host(std::string_view text) {
  if (text.empty() || text == "localhost") return "localhost";
  if (text.starts_with('[') && text.ends_with(']')) {
    std::string address(text.substr(1, text.size() - 2));
    if (is_address(AF_INET6, address)) return address;
    return std::nullopt;
  }
  std::string address(text);
  if (is_address(AF_INET, address)) return address;
  return std::nullopt;
}

std::optional<double> parse_decimal(std::string_view text) {
  double number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc{} || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace

std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t least,
                                          std::uint64_t most) {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < least || number > most) return std::nullopt;
  return number;
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  const bool port_only = colon == std::string_view::npos;
  const auto host = parse_host(port_only ? "" : text.substr(0, colon));
  const auto port = parse_number(port_only ? text : text.substr(colon + 1), 0, 65'535);
  if (!host || !port) return std::nullopt;
  return Endpoint{*host, static_cast<std::uint16_t>(*port)};
}

std::optional<TopicOption> parse_topic_option(std::string_view text) {
  TopicOption topic;
  auto colon = text.find(':');
  topic.name = text.substr(0, colon);
  if (topic.name.empty()) return std::nullopt;
  while (colon != std::string_view::npos) {
    text.remove_prefix(colon + 1);
    colon = text.find(':');
    const auto part = text.substr(0, colon);
    if (const auto equals = part.find('='); equals != std::string_view::npos && equals > 0) {
      topic.configs.emplace_back(part.substr(0, equals), part.substr(equals + 1));
      continue;
    }
    const auto count = parse_number(part, 1, std::numeric_limits<std::int32_t>::max());
    if (!count || topic.partitions || !topic.configs.empty()) return std::nullopt;
    topic.partitions = static_cast<std::int32_t>(*count);
  }
  return topic;
}

std::optional<ClockOption> parse_clock_option(std::string_view text) {
  if (text == "real") return ClockOption{};
  if (text == "manual") return ClockOption{ClockMode::manual, std::nullopt};
  constexpr std::string_view prefix = "manual:";
  if (!text.starts_with(prefix)) return std::nullopt;
  const auto start = parse_iso_time(text.substr(prefix.size()));
  if (!start) return std::nullopt;
  return ClockOption{ClockMode::manual, start};
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  constexpr std::string_view units = "KMGT";
  constexpr double limit = 1e18;
  const auto unit = text.find_first_not_of("0123456789.");
  const auto number = parse_decimal(text.substr(0, unit));
  if (!number || *number > limit) return std::nullopt;
  if (unit == std::string_view::npos) return static_cast<std::uint64_t>(*number);
  const char letter = text[unit] >= 'a' ? static_cast<char>(text[unit] - 'a' + 'A') : text[unit];
  const auto power = units.find(letter);
  const auto rest = text.substr(unit + 1);
  if (power == std::string_view::npos || !(rest.empty() || rest == "B" || rest == "iB"))
    return std::nullopt;
  const double bytes = *number * std::pow(1024.0, static_cast<double>(power) + 1);
  if (bytes > limit) return std::nullopt;
  return static_cast<std::uint64_t>(bytes);
}

bool passes(broker::LogLevel level, LogThreshold threshold) {
  return static_cast<int>(level) >= static_cast<int>(threshold);
}

std::optional<LogThreshold> parse_log_level(std::string_view text) {
  constexpr std::array<std::string_view, 5> names{"debug", "info", "warn", "error", "off"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (text == names[i]) return static_cast<LogThreshold>(i);
  }
  return std::nullopt;
}

std::optional<bool> parse_truth(std::string_view text) {
  if (text == "true" || text == "1" || text == "yes") return true;
  if (text == "false" || text == "0" || text == "no") return false;
  return std::nullopt;
}

}  // namespace dogear::server
