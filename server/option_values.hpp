// The values that options take, parsed from text. Each parser returns nothing if the text makes no
// sense; `…_form` says in a few words what would.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "broker/log_line.hpp"
#include "server/clocks.hpp"

namespace dogear::server {

// `localhost` or a literal address (IPv6 without brackets), and a port, where 0 means any free one.
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};
// Where the control port listens, and where commands look for it, unless told otherwise.
inline Endpoint default_control() { return {"127.0.0.1", 9644}; }
// Is it a literal of this family, AF_INET or AF_INET6 (without brackets)?
bool is_address(int family, const std::string& text);
std::optional<Endpoint> parse_endpoint(std::string_view text);
constexpr std::string_view endpoint_form =
    "HOST:PORT, :PORT or PORT, where HOST is localhost or an address "
    "like 127.0.0.1 or [::1]";

// One topic to create at the start: orders, orders:6,
// orders:6:cleanup.policy=compact:retention.ms=1000.
struct TopicOption {
  std::string name;
  std::optional<std::int32_t> partitions;  // else num.partitions
  std::vector<std::pair<std::string, std::optional<std::string>>> configs;
  friend bool operator==(const TopicOption&, const TopicOption&) = default;
};
std::optional<TopicOption> parse_topic_option(std::string_view text);
constexpr std::string_view topic_form = "NAME, NAME:PARTITIONS or NAME:PARTITIONS:KEY=VALUE";

struct ClockOption {
  ClockMode mode = ClockMode::real;
  std::optional<BrokerTime> start;  // of a manual clock; else the machine's time
  friend bool operator==(const ClockOption&, const ClockOption&) = default;
};
std::optional<ClockOption> parse_clock_option(std::string_view text);
constexpr std::string_view clock_form =
    "real, manual, or manual:TIME like manual:2026-01-31T12:00:00Z";

// Bytes: 512M, 2G, 1.5g, 800000; K, M, G and T are powers of 1024, "B" and "iB" after them are
// welcome.
std::optional<std::uint64_t> parse_size(std::string_view text);
constexpr std::string_view size_form = "a number of bytes like 512M or 2G";

// What is logged: lines of this level and above.
enum class LogThreshold { debug, info, warning, error, off };
bool passes(broker::LogLevel level, LogThreshold threshold);
std::optional<LogThreshold> parse_log_level(std::string_view text);
constexpr std::string_view log_level_form = "debug, info, warn, error or off";

std::optional<bool> parse_truth(std::string_view text);
constexpr std::string_view truth_form = "true or false";

// A whole number from least to most, in decimal digits.
std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t least,
                                          std::uint64_t most);

}  // namespace dogear::server
