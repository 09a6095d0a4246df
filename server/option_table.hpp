// The commands of `dogear` and their options: names, what they take, and their help. The command
// line, the DOGEAR_… variables, the file of --config, --help and the completion scripts are made
// from these tables.
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

struct CommandSpec {
  std::string_view name;   // "" for the broker itself
  std::string_view usage;  // what may follow it
  std::string_view help;
  std::string_view footer;  // examples and what else there is to know
  std::span<const OptionSpec> options;
  bool takes_words = false;  // beside options
};
// The broker first.
std::span<const CommandSpec> command_table();
const CommandSpec& broker_command();
// Null when there is none of that name.
const CommandSpec* find_command(std::string_view name);
// The broker's.
inline std::span<const OptionSpec> option_table() { return broker_command().options; }

// DOGEAR_PORT_FILE for port-file.
std::string variable_of(const OptionSpec& option);

// --port-file for port-file.
std::string long_flag_of(const OptionSpec& option);

}  // namespace dogear::server
