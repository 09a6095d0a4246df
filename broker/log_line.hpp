// Log lines are values that the broker hands out; the server prints them.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace dogear::broker {

enum class LogLevel { debug, info, warning, error };

struct LogLine {
  LogLevel level;
  std::string text;
};

class Log {
 public:
  // Whether lines for debugging are wanted, several for each request.
  void want_debug(bool wanted) { wants_debug_ = wanted; }
  bool wants_debug() const { return wants_debug_; }
  void debug(std::string text) { lines_.push_back({LogLevel::debug, std::move(text)}); }
  void info(std::string text) { lines_.push_back({LogLevel::info, std::move(text)}); }
  void warning(std::string text) { lines_.push_back({LogLevel::warning, std::move(text)}); }
  void error(std::string text) { lines_.push_back({LogLevel::error, std::move(text)}); }
  bool empty() const { return lines_.empty(); }
  std::vector<LogLine> take() { return std::exchange(lines_, {}); }

 private:
  bool wants_debug_ = false;
  std::vector<LogLine> lines_;
};

}  // namespace dogear::broker
