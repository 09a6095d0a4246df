// The first thing that a run has found wrong.
#pragma once
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace dogear::simulation {

class Findings {
 public:
  template <class... Args>
  void fail(fmt::format_string<Args...> format, Args&&... args) {
    if (!first_) first_ = fmt::format(format, std::forward<Args>(args)...);
  }
  template <class... Args>
  void require(bool holds, fmt::format_string<Args...> format, Args&&... args) {
    if (!holds) fail(format, std::forward<Args>(args)...);
  }

  bool any() const { return first_.has_value(); }
  const std::optional<std::string>& first() const { return first_; }

 private:
  std::optional<std::string> first_;
};

}  // namespace dogear::simulation
