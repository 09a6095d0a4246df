// What all programs of the bench use: times, percentiles, and the line of JSON that each prints.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dogear::bench {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// User and system time of this process so far, or of its children that ended.
double own_cpu_seconds();
double children_cpu_seconds();

struct Percentiles {
  double p50_us = 0, p90_us = 0, p99_us = 0, p999_us = 0;
};
Percentiles percentiles_of(std::vector<double> microseconds);

// {"records":5,"seconds":0.1}
class Figures {
 public:
  Figures& add(const std::string& name, double value);
  Figures& add(const std::string& name, std::uint64_t value);
  Figures& add(const Percentiles& percentiles);
  void print() const;

 private:
  std::string text_;
};

// "1g", "64m", "100k" or a plain number of bytes.
std::uint64_t parse_bytes(const std::string& text);

// Bytes that no codec makes smaller, the same ones every time.
std::vector<std::uint8_t> noise(std::size_t size);

// Prints why and ends this process: a measurement that went wrong has no result.
[[noreturn]] void give_up(const std::string& why);

}  // namespace dogear::bench
