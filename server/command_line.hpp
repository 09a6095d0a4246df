// The command line itself; the only user of CLI11, which takes long to compile.
#pragma once
#include <string>
#include <vector>

#include "server/option_sources.hpp"
#include "server/option_table.hpp"

namespace dogear::server {

struct CommandLine {
  bool help = false;
  bool version = false;
  GivenOptions given;
  std::vector<std::string> words;  // arguments that are no options, if the command takes some
};

// Throws BadOption. `args` are those after the command's name.
CommandLine parse_command_line(const CommandSpec& command, const std::vector<std::string>& args);

std::string help_text(const CommandSpec& command);
std::string usage_line(const CommandSpec& command);

}  // namespace dogear::server
