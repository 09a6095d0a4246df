// Every option of `dogear`: its names, what it takes, and its help. The command line, the DOGEAR_…
// variables, the file of --config and the text of --help are all made from this table.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace dogear::server {

enum class OptionKind { single, repeatable, flag };

struct OptionSpec {
  std::string_view group;
  std::string_view name;   // without dashes, as in the file
  std::string_view flags;  // as on the command line
  std::string_view takes;
  OptionKind kind;
  std::string_view help;
};
std::span<const OptionSpec> option_table();

// DOGEAR_PORT_FILE for port-file.
std::string variable_of(const OptionSpec& option);

// --port-file for port-file.
std::string long_flag_of(const OptionSpec& option);

}  // namespace dogear::server
