// The command line itself; the only user of CLI11, which takes long to compile.
#pragma once
#include <string>
#include <vector>

#include "server/option_sources.hpp"

namespace dogear::server {

struct CommandLine {
  bool help = false;
  bool version = false;
  GivenOptions given;
};

// Throws BadOption.
CommandLine parse_command_line(const std::vector<std::string>& args);

std::string help_text();
std::string usage_line();

}  // namespace dogear::server
