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
  void info(std::string text) { lines_.push_back({LogLevel::info, std::move(text)}); }
  void warning(std::string text) { lines_.push_back({LogLevel::warning, std::move(text)}); }
  bool empty() const { return lines_.empty(); }
  std::vector<LogLine> take() { return std::exchange(lines_, {}); }

 private:
  std::vector<LogLine> lines_;
};

}  // namespace dogear::broker
