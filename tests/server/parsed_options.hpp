// What tests of options share: what comes of some arguments, or why they are refused.
#pragma once
#include <algorithm>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/options.hpp"

namespace dogear::server {

using Args = std::vector<std::string>;

inline constexpr Machine machine{std::uint64_t{8} << 30};

inline Options options(const Args& args, const Environment& environment = {}) {
  auto parsed = parse_options(args, environment, machine);
  if (const auto* exit = std::get_if<Exit>(&parsed)) throw std::runtime_error(exit->err);
  return std::get<Options>(std::move(parsed));
}

// The line of error; the usage line after it and the status are the same for all.
inline std::string refusal(const Args& args, const Environment& environment = {}) {
  const auto parsed = parse_options(args, environment, machine);
  const auto* exit = std::get_if<Exit>(&parsed);
  if (!exit) return "accepted";
  EXPECT_EQ(exit->status, 2);
  EXPECT_EQ(exit->out, "");
  EXPECT_EQ(std::count(exit->err.begin(), exit->err.end(), '\n'), 2) << exit->err;
  EXPECT_NE(exit->err.find("\nusage: dogear "), std::string::npos) << exit->err;
  const std::string prefix = "dogear: ";
  EXPECT_TRUE(exit->err.starts_with(prefix));
  return exit->err.substr(prefix.size(), exit->err.find('\n') - prefix.size());
}

// Each where it listens, and what it advertises if that is another address.
inline std::string listeners(const Options& options) {
  std::string text;
  for (const auto& listener : options.listeners) {
    text += (text.empty() ? "" : ", ") +
            fmt::format("{} {} {}", listener.name, listener.listen.host, listener.listen.port);
    if (listener.advertised != Endpoint{})
      text += fmt::format(" -> {} {}", listener.advertised.host, listener.advertised.port);
  }
  return text;
}

inline Exit ending(const Args& args) { return std::get<Exit>(parse_options(args, {}, machine)); }

}  // namespace dogear::server
