#include "server/completion.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/split.hpp"
#include "broker/configs/facts.hpp"
#include "server/command_line.hpp"
#include "server/ctl_words.hpp"
#include "server/did_you_mean.hpp"
#include "server/option_sources.hpp"
#include "server/option_values.hpp"

namespace dogear::server {
namespace {

using Texts = std::vector<std::string>;

constexpr std::array<std::string_view, 3> shells{"bash", "zsh", "fish"};

// The values that an option offers: the words of "debug|info", the broker configs, or none.
Texts words_for(const OptionSpec& option) {
  Texts words;
  if (option.takes == "KEY=VALUE")
    for (const auto& config : broker::broker_config_facts())
      words.push_back(fmt::format("{}=", config.name));
  if (option.takes.find('|') == std::string_view::npos) return words;
  for (const auto word : split(option.takes, '|')) words.emplace_back(word);
  return words;
}

Texts flags_of(const OptionSpec& option) {
  Texts flags;
  for (const auto flag : split(option.flags, ','))
    if (!flag.empty()) flags.emplace_back(flag);
  return flags;
}

bool takes_a_file(const OptionSpec& option) { return option.takes == "FILE"; }

Texts names_of_commands() {
  Texts names;
  for (const auto& command : command_table())
    if (!command.name.empty()) names.emplace_back(command.name);
  return names;
}

// The words that may follow a command's name; for the broker, those that may follow `dogear`.
Texts words_of(const CommandSpec& command) {
  Texts words;
  if (command.name.empty()) words = names_of_commands();
  if (command.name == "ctl") {
    const auto nouns = nouns_of_verbs();
    words.insert(words.end(), nouns.begin(), nouns.end());
  }
  if (command.name == "completion") words.insert(words.end(), shells.begin(), shells.end());
  for (const auto& option : command.options) words.push_back(long_flag_of(option));
  words.emplace_back("--help");
  return words;
}

// The first sentence, without the characters that a shell would interpret.
std::string brief(std::string_view help) {
  std::string text(help);
  for (auto& c : text)
    if (std::string_view("'\"[]:`$\\\n").find(c) != std::string_view::npos) c = ' ';
  text.resize(std::min(text.find(". "), text.size()));
  return text;
}

// --- bash

std::string bash_values(const OptionSpec& option) {
  if (option.kind == OptionKind::flag) return "";
  const auto words = words_for(option);
  const auto reply = takes_a_file(option)
                         ? std::string("compgen -f -- \"$word\"")
                         : fmt::format("compgen -W '{}' -- \"$word\"", fmt::join(words, " "));
  const auto* const stays = option.takes == "KEY=VALUE" ? "compopt -o nospace; " : "";
  return fmt::format("    {}) {}COMPREPLY=($({})); return ;;\n", fmt::join(flags_of(option), "|"),
                     stays, reply);
}

// What may follow `dogear ctl NOUN`.
std::string bash_verbs() {
  std::string cases;
  for (const auto noun : nouns_of_verbs())
    cases += fmt::format("    'ctl {}') words='{} --json --help' ;;\n", noun,
                         fmt::join(verbs_of(noun), " "));
  return cases;
}

std::string bash() {
  std::string values, commands;
  for (const auto& command : command_table()) {
    for (const auto& option : command.options)
      if (values.find(long_flag_of(option) + ")") == std::string::npos)
        values += bash_values(option);
    commands +=
        fmt::format("    '{}') words='{}' ;;\n", command.name, fmt::join(words_of(command), " "));
  }
  return fmt::format(R"(# Completes dogear in bash: source <(dogear completion bash)
_dogear() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command= words=
  case ${{COMP_WORDS[1]}} in {}) [ "$COMP_CWORD" -gt 1 ] && command=${{COMP_WORDS[1]}} ;; esac
  case $before in
{}  esac
  case $command in
{}  esac
  [ "$COMP_CWORD" -gt 2 ] && case "$command ${{COMP_WORDS[2]}}" in
{}  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -F _dogear dogear
)",
                     fmt::join(names_of_commands(), "|"), values, commands, bash_verbs());
}

// --- zsh

std::string zsh_option(const OptionSpec& option) {
  const auto* const often = option.kind == OptionKind::repeatable ? "*" : "";
  std::string lines;
  for (const auto& flag : flags_of(option)) {
    std::string value;
    const auto words = words_for(option);
    if (option.kind != OptionKind::flag) value = fmt::format(":{}:", brief(option.takes));
    if (takes_a_file(option)) value += "_files";
    if (!words.empty()) {
      auto list = fmt::format("({})", fmt::join(words, " "));
      for (auto at = list.find(':'); at != std::string::npos; at = list.find(':', at + 2))
        list.insert(at, 1, '\\');
      value += list;
    }
    lines += fmt::format(" \\\n        '{}{}[{}]{}'", often, flag, brief(option.help), value);
  }
  return lines;
}

// The words after `dogear ctl`, of which the first is words[2] when _arguments evaluates this.
std::string zsh_verbs() {
  std::string cases;
  for (const auto noun : nouns_of_verbs())
    cases += fmt::format("{}) compadd {};; ", noun, fmt::join(verbs_of(noun), " "));
  return fmt::format(" \\\n        '1:noun:({})' \\\n        '2:verb:{{case $words[2] in {}esac}}'",
                     fmt::join(nouns_of_verbs(), " "), cases);
}

std::string zsh() {
  std::string cases, described;
  std::string others;  // the broker's case: it matches any word, so it comes last
  for (const auto& command : command_table()) {
    if (!command.name.empty())
      described += fmt::format(" '{}:{}'", command.name, brief(command.help));
    std::string arguments;
    for (const auto& option : command.options) arguments += zsh_option(option);
    if (command.name == "ctl") arguments += zsh_verbs();
    if (command.name == "completion")
      arguments += fmt::format(" \\\n        '1:shell:({})'", fmt::join(shells, " "));
    (command.name.empty() ? others : cases) +=
        fmt::format("    {})\n      _arguments '--help[Print help and end]'{} ;;\n",
                    command.name.empty() ? "*" : command.name, arguments);
  }
  cases += others;
  return fmt::format(R"(#compdef dogear
# Completes dogear in zsh: dogear completion zsh > a folder of fpath/_dogear
_dogear() {{
  local -a commands=({} )
  (( CURRENT == 2 )) && _describe command commands
  case $words[2] in
    {})
      shift words; (( CURRENT-- )) ;;
  esac
  case $words[1] in
{}  esac
}}
if [ "$funcstack[1]" = _dogear ]; then _dogear "$@"; else compdef _dogear dogear; fi
)",
                     described, fmt::join(names_of_commands(), "|"), cases);
}

// --- fish

std::string fish_option(const std::string& where, const OptionSpec& option) {
  std::string flags;
  for (const auto& flag : flags_of(option))
    flags += flag.starts_with("--") ? " -l " + flag.substr(2) : " -s " + flag.substr(1);
  std::string value;
  const auto words = words_for(option);
  if (takes_a_file(option))
    value = " -r -F";
  else if (option.kind != OptionKind::flag)
    value = words.empty() ? " -x" : fmt::format(" -x -a '{}'", fmt::join(words, " "));
  return fmt::format("complete -c dogear -n '{}'{}{} -d '{}'\n", where, flags, value,
                     brief(option.help));
}

std::string fish_verbs(const std::string& where) {
  const auto nouns = nouns_of_verbs();
  auto text =
      fmt::format("complete -c dogear -n '{0}; and not __fish_seen_subcommand_from {1}' -a '{1}'\n",
                  where, fmt::join(nouns, " "));
  for (const auto noun : nouns)
    text += fmt::format(
        "complete -c dogear -n '{0}; and __fish_seen_subcommand_from {1}; and not "
        "__fish_seen_subcommand_from {2}' -a '{2}'\n",
        where, noun, fmt::join(verbs_of(noun), " "));
  return text;
}

std::string fish() {
  std::string text =
      "# Completes dogear in fish: dogear completion fish > "
      "~/.config/fish/completions/dogear.fish\ncomplete -c dogear -f\n";
  const auto none =
      fmt::format("not __fish_seen_subcommand_from {}", fmt::join(names_of_commands(), " "));
  for (const auto& command : command_table()) {
    const auto where =
        command.name.empty() ? none : fmt::format("__fish_seen_subcommand_from {}", command.name);
    if (!command.name.empty())
      text += fmt::format("complete -c dogear -n '{}' -a {} -d '{}'\n", none, command.name,
                          brief(command.help));
    if (command.name == "ctl") text += fish_verbs(where);
    if (command.name == "completion")
      text += fmt::format("complete -c dogear -n '{}' -a '{}'\n", where, fmt::join(shells, " "));
    for (const auto& option : command.options) text += fish_option(where, option);
  }
  return text;
}

std::string script_for(const std::string& shell) {
  if (shell == "bash") return bash();
  if (shell == "zsh") return zsh();
  if (shell == "fish") return fish();
  throw BadOption(
      fmt::format("there is no completion for {}{}", shell, did_you_mean(shell, shells)));
}

}  // namespace

Exit completion(const std::vector<std::string>& args) {
  const auto& command = *find_command("completion");
  try {
    if (args.empty()) throw BadOption("name a shell: bash, zsh or fish");
    if (args.size() == 1 && !args.front().starts_with('-'))
      return {0, script_for(args.front()), ""};
    parse_command_line(command, args);
    return {0, help_text(command), ""};
  } catch (const BadOption& problem) {
    return bad_option(usage_line(command), problem.what());
  }
}

}  // namespace dogear::server
