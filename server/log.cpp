#include "server/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace dogear::server {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>(
        "dogear", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %^%l%$ %v");
    made->set_level(spdlog::level::trace);
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(broker::LogLevel level) {
  switch (level) {
    case broker::LogLevel::debug:
      return spdlog::level::debug;
    case broker::LogLevel::info:
      return spdlog::level::info;
    case broker::LogLevel::warning:
      return spdlog::level::warn;
    case broker::LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

std::function<void(const broker::LogLine&)> log_above(LogThreshold least) {
  return [least](const broker::LogLine& line) {
    if (passes(line.level, least)) logger().log(level_of(line.level), line.text);
  };
}

}  // namespace dogear::server
