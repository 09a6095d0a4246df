// The log of a process, on standard error.
#pragma once
#include <string_view>

#include "broker/log_line.hpp"
#include "server/option_values.hpp"

namespace dogear::server {

void set_log_threshold(LogThreshold least);
void print_log(const broker::LogLine& line);
void log_warning(std::string_view text);

}  // namespace dogear::server
