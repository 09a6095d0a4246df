#include "server/readyz.hpp"

#include <algorithm>
#include <chrono>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include "base/duration.hpp"
#include "server/command_line.hpp"

namespace dogear::server {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds patience{5};  // with one answer
constexpr std::chrono::milliseconds pause{10};

ReadyzOptions options_of(const GivenOptions& given) {
  ReadyzOptions options;
  take(given, "wait", options.wait, parse_duration, duration_form);
  options.control = control_address(given);
  return options;
}

void ask(const ReadyzOptions& options, Deadline deadline) {
  const auto answer = ask_control(options.control, "/readyz", std::nullopt, deadline, deadline);
  constexpr unsigned ok = 200;
  if (answer.status != ok) throw NotReached(fmt::format("HTTP status {}", answer.status));
}

void pause_until_next() {
  asio::io_context io(1);
  asio::steady_timer(io, pause).wait();
}

}  // namespace

std::variant<ReadyzOptions, Exit> parse_readyz(const std::vector<std::string>& args,
                                               const Environment& environment) {
  const auto& command = *find_command("readyz");
  try {
    auto [help, version, given, words] = parse_command_line(command, args);
    if (help) return Exit{0, help_text(command), ""};
    std::vector<std::string> unknown;  // not a warning: they are options of the broker
    add_behind(given, from_environment(command.options, environment, unknown));
    return options_of(given);
  } catch (const BadOption& problem) {
    return bad_option(usage_line(command), problem.what());
  }
}

int readyz(const ReadyzOptions& options) {
  // A longer wait would overflow the steady clock, which counts nanoseconds.
  constexpr Millis longest = std::chrono::years{100};
  const auto end = std::chrono::steady_clock::now() + std::min(options.wait, longest);
  for (;;) {
    const auto now = std::chrono::steady_clock::now();
    try {
      ask(options, options.wait > Millis{0} ? std::min(end, now + patience) : now + patience);
      return 0;
    } catch (const NotReached& reason) {
      if (std::chrono::steady_clock::now() + pause >= end) {
        fmt::print(stderr, "dogear: not ready: {}\n", reason.what());
        return 1;
      }
    }
    pause_until_next();
  }
}

}  // namespace dogear::server
