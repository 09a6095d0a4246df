// The log on standard error.
#pragma once
#include <functional>

#include "broker/log_line.hpp"
#include "server/option_values.hpp"

namespace dogear::server {

// A function that prints lines of this level and above. It may be called from any thread.
std::function<void(const broker::LogLine&)> log_above(LogThreshold least);

}  // namespace dogear::server
