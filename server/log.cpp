#include "server/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace dogear::server {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>(
        "dogear", std::make_shared<spdlog::sinks::stderr_color_sink_st>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %^%l%$ %v");
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(LogThreshold least) {
  switch (least) {
    case LogThreshold::debug:
      return spdlog::level::debug;
    case LogThreshold::info:
      return spdlog::level::info;
    case LogThreshold::warning:
      return spdlog::level::warn;
    case LogThreshold::error:
      return spdlog::level::err;
    case LogThreshold::off:
      return spdlog::level::off;
  }
  return spdlog::level::info;
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

void set_log_threshold(LogThreshold least) { logger().set_level(level_of(least)); }
void print_log(const broker::LogLine& line) { logger().log(level_of(line.level), line.text); }
void log_warning(std::string_view text) { logger().warn(text); }

}  // namespace dogear::server
