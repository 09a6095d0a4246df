#include "server/command_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "broker/configs/nearest.hpp"
#include "server/option_table.hpp"

namespace dogear::server {
namespace {

constexpr const char* description =
    "Dogear is a Kafka-compatible broker for tests. It keeps everything in memory and\n"
    "prints one line of JSON on standard output when clients can connect.";

constexpr const char* examples = R"(Examples:
  dogear
      Kafka on localhost:9092, as most examples of clients expect it
  dogear --listen 127.0.0.1:0 --port-file ports.json
      on a free port, for tests that run side by side
  dogear --topic orders:6 --topic prices:1:cleanup.policy=compact
      with two topics, one of them compacted
  dogear --nodes 3 -c default.replication.factor=3 -c auto.create.topics.enable=false
      three brokers; only topics that somebody created
  dogear --clock manual:2026-01-31T12:00:00Z --seed 7
      time stands still until it is moved, and ids are the same in every run

Every option is also a variable: DOGEAR_LISTEN, DOGEAR_TOPIC (several between
blanks) and so on. An option wins over the variable, the variable over the file of
--config, that over the default. Topics and broker configs of all three add up.

Exit status: 0 when ended by SIGTERM or SIGINT, 1 when it could not start (a port is
taken), 2 for a bad option.)";

struct Parser {
  CLI::App app{description, "dogear"};
  CommandLine result;
  std::map<std::string_view, std::vector<std::string>> values;

  Parser();
  void parse(const std::vector<std::string>& args);
};

Parser::Parser() {
  app.set_help_flag();
  app.get_formatter()->column_width(26);
  app.footer(examples);
  app.allow_extras();
  for (const auto& option : option_table()) {
    const std::string flags(option.flags), help(option.help);
    auto& target = values[option.name];
    auto* added = option.kind == OptionKind::flag
                      ? app.add_flag(flags, target, help)
                      : app.add_option(flags, target, help)->allow_extra_args(false);
    added->group(std::string(option.group))->option_text(std::string(option.takes));
    if (option.kind != OptionKind::flag) added->type_name(std::string(option.takes));
  }
  const char* help_group = "Help";
  app.add_flag("-h,--help", result.help, "Print this and end")->group(help_group);
  app.add_flag("--version", result.version, "Print the version and end")->group(help_group);
}

// `--lisen=x` and what it might have been; a word without dashes stands for itself.
std::string unexpected(const std::string& argument) {
  if (!argument.starts_with('-')) return fmt::format("unexpected argument {}", argument);
  const auto typed = argument.substr(0, argument.find('='));
  std::vector<std::string> flags{"--help", "--version"};
  for (const auto& option : option_table()) flags.push_back(long_flag_of(option));
  const auto good =
      broker::nearest(typed, std::vector<std::string_view>(flags.begin(), flags.end()));
  return fmt::format("unknown option {}{}", typed,
                     good ? fmt::format("; did you mean {}?", *good) : "");
}

// CLI11 says "--nodes: 1 required N missing".
std::string without_value(const std::string& complaint) {
  for (const auto& option : option_table()) {
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
    throw BadOption(without_value(error.what()));
  } catch (const CLI::ParseError& error) {
    throw BadOption(error.what());
  }
  const auto rest = app.remaining();
  if (!rest.empty()) throw BadOption(unexpected(rest.front()));
  for (const auto& option : option_table()) {
    for (auto& value : values[option.name]) {
      result.given[std::string(option.name)].push_back({value, long_flag_of(option)});
    }
  }
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& args) {
  Parser parser;
  parser.parse(args);
  return std::move(parser.result);
}

std::string help_text() {
  auto text = Parser().app.help();
  for (auto gap = text.find("\n\n\n"); gap != std::string::npos; gap = text.find("\n\n\n")) {
    text.erase(gap, 1);
  }
  return text;
}

std::string usage_line() {
  return "usage: dogear [--listen HOST:PORT] [--topic NAME[:PARTITIONS]] [-c KEY=VALUE] ..."
         " (see dogear --help)";
}

}  // namespace dogear::server
