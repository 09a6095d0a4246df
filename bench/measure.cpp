#include "bench/measure.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>

#include <fmt/format.h>

namespace dogear::bench {
namespace {

double cpu_seconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

double own_cpu_seconds() { return cpu_seconds(RUSAGE_SELF); }
double children_cpu_seconds() { return cpu_seconds(RUSAGE_CHILDREN); }

Percentiles percentiles_of(std::vector<double> microseconds) {
  if (microseconds.empty()) return {};
  std::sort(microseconds.begin(), microseconds.end());
  const auto at = [&](double part) {
    const auto place = static_cast<std::size_t>(part * static_cast<double>(microseconds.size()));
    return microseconds[std::min(place, microseconds.size() - 1)];
  };
  return {at(0.5), at(0.9), at(0.99), at(0.999)};
}

Figures& Figures::add(const std::string& name, double value) {
  text_ += fmt::format("{}\"{}\":{:.6g}", text_.empty() ? "" : ",", name, value);
  return *this;
}

Figures& Figures::add(const std::string& name, std::uint64_t value) {
  text_ += fmt::format("{}\"{}\":{}", text_.empty() ? "" : ",", name, value);
  return *this;
}

Figures& Figures::add(const Percentiles& percentiles) {
  return add("p50_us", percentiles.p50_us)
      .add("p90_us", percentiles.p90_us)
      .add("p99_us", percentiles.p99_us)
      .add("p999_us", percentiles.p999_us);
}

void Figures::print() const {
  fmt::print("{{{}}}\n", text_);
  std::fflush(stdout);
}

std::uint64_t parse_bytes(const std::string& text) {
  std::size_t end = 0;
  const auto number = std::stoull(text, &end);
  if (end == text.size()) return number;
  switch (text[end]) {
    case 'k':
      return number << 10;
    case 'm':
      return number << 20;
    case 'g':
      return number << 30;
    default:
      give_up("not a number of bytes: " + text);
  }
}

std::vector<std::uint8_t> noise(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::uint64_t state = 0x9e3779b97f4a7c15U;
  for (auto& byte : bytes) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    byte = static_cast<std::uint8_t>(state >> 32);
  }
  return bytes;
}

void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

}  // namespace dogear::bench
