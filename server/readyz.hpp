// `dogear readyz`: asks a running dogear whether it is ready, for health checks and scripts.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "server/option_sources.hpp"
#include "server/option_values.hpp"

namespace dogear::server {

struct ReadyzOptions {
  Millis wait{0};
  // Where to ask; or the file that tells it, once there is one.
  std::variant<Endpoint, std::string> control = Endpoint{"127.0.0.1", 9644};
};

// `args` are those behind `readyz`.
std::variant<ReadyzOptions, Exit> parse_readyz(const std::vector<std::string>& args,
                                               const Environment& environment);

// The exit status: 0 if it is ready, 1 if not (said on standard error).
int readyz(const ReadyzOptions& options);

}  // namespace dogear::server
