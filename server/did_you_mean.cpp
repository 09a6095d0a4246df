#include "server/did_you_mean.hpp"

#include <fmt/format.h>

#include "broker/configs/nearest.hpp"

namespace dogear::server {

std::string did_you_mean(std::string_view mistyped, std::span<const std::string_view> names) {
  const auto good = broker::nearest(mistyped, names);
  return good ? fmt::format("; did you mean {}?", *good) : "";
}

std::string did_you_mean(std::string_view mistyped, const std::vector<std::string>& names) {
  return did_you_mean(mistyped, std::vector<std::string_view>(names.begin(), names.end()));
}

}  // namespace dogear::server
