#include "server/command_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "server/did_you_mean.hpp"
#include "server/option_table.hpp"

namespace dogear::server {
namespace {

// How the command is called: "dogear", or "dogear readyz".
std::string called(const CommandSpec& command) {
  return command.name.empty() ? "dogear" : fmt::format("dogear {}", command.name);
}

// The other commands, for the broker's help.
std::string commands() {
  std::string text = "Commands:\n";
  for (const auto& command : command_table())
    if (!command.name.empty()) text += fmt::format("  {:<24}{}\n", called(command), command.help);
  return text + "\n";
}

struct Parser {
  const CommandSpec& command;
  CLI::App app;
  CommandLine result;
  std::map<std::string_view, std::vector<std::string>> values;

  explicit Parser(const CommandSpec& of);
  void parse(const std::vector<std::string>& args);
};

Parser::Parser(const CommandSpec& of) : command(of), app(std::string(of.help), called(of)) {
  app.set_help_flag();
  app.get_formatter()->column_width(26);
  app.footer(std::string(command.footer));
  app.allow_extras();
  for (const auto& option : command.options) {
    const std::string flags(option.flags), help(option.help);
    auto& target = values[option.name];
    auto* added = option.kind == OptionKind::flag
                      ? app.add_flag(flags, target, help)
                      : app.add_option(flags, target, help)->allow_extra_args(false);
    added->group(std::string(option.group))->option_text(std::string(option.takes));
    if (option.kind != OptionKind::flag) added->type_name(std::string(option.takes));
  }
  if (command.name.empty()) app.footer(commands() + std::string(command.footer));
  const char* help_group = "Help";
  app.add_flag("-h,--help", result.help, "Print this and end")->group(help_group);
  if (command.name.empty())
    app.add_flag("--version", result.version, "Print the version and end")->group(help_group);
}

std::string unexpected_word(const CommandSpec& command, const std::string& word) {
  std::vector<std::string_view> commands;
  for (const auto& known : command_table())
    if (command.name.empty() && !known.name.empty()) commands.push_back(known.name);
  return fmt::format("unexpected argument {}{}", word, did_you_mean(word, commands));
}

// Names what is wrong in `--lisen=x`, and what may have been meant.
std::string unexpected(const CommandSpec& command, const std::string& argument) {
  if (!argument.starts_with('-')) return unexpected_word(command, argument);
  const auto typed = argument.substr(0, argument.find('='));
  std::vector<std::string> flags{"--help"};
  if (command.name.empty()) flags.emplace_back("--version");
  for (const auto& option : command.options) flags.push_back(long_flag_of(option));
  return fmt::format("unknown option {}{}", typed, did_you_mean(typed, flags));
}

// In place of CLI11's "--nodes: 1 required N missing".
std::string without_value(const CommandSpec& command, const std::string& complaint) {
  for (const auto& option : command.options) {
    const auto flag = long_flag_of(option);
    if (complaint.starts_with(flag + ":"))
      return fmt::format("{} needs a value: {}", flag, option.takes);
  }
  return complaint;
}

void Parser::parse(const std::vector<std::string>& args) {
  try {
    app.parse(std::vector<std::string>(args.rbegin(), args.rend()));
  } catch (const CLI::ArgumentMismatch& error) {
    throw BadOption(without_value(command, error.what()));
  } catch (const CLI::ParseError& error) {
    throw BadOption(error.what());
  }
  for (auto& argument : app.remaining()) {
    if (!command.takes_words || argument.starts_with('-'))
      throw BadOption(unexpected(command, argument));
    result.words.push_back(std::move(argument));
  }
  for (const auto& option : command.options) {
    for (auto& value : values[option.name]) {
      result.given[std::string(option.name)].push_back({value, long_flag_of(option)});
    }
  }
}

}  // namespace

CommandLine parse_command_line(const CommandSpec& command, const std::vector<std::string>& args) {
  Parser parser(command);
  parser.parse(args);
  return std::move(parser.result);
}

std::string help_text(const CommandSpec& command) {
  auto text = Parser(command).app.help();
  for (auto gap = text.find("\n\n\n"); gap != std::string::npos; gap = text.find("\n\n\n")) {
    text.erase(gap, 1);
  }
  return text;
}

std::string usage_line(const CommandSpec& command) {
  const auto name = called(command);
  return fmt::format("usage: {} {} (see {} --help)", name, command.usage, name);
}

}  // namespace dogear::server
