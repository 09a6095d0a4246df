// The log on standard error.
#pragma once
#include <functional>

#include "broker/log_line.hpp"
#include "server/option_values.hpp"

namespace dogear::server {

// Prints lines of this level and above; from any thread.
std::function<void(const broker::LogLine&)> log_above(LogThreshold least);

}  // namespace dogear::server
