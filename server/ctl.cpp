#include "server/ctl.hpp"

#include <chrono>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "server/command_line.hpp"
#include "server/ctl_table.hpp"
#include "server/ctl_words.hpp"

namespace dogear::server {
namespace {

namespace json = boost::json;
using broker::control::Verb;

constexpr std::chrono::seconds patience{5};  // to connect; the verb itself may take longer

void tell_problem(const json::object& problem) {
  const auto text = [&](const char* name) {
    const auto* value = problem.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
  };
  const auto field = text("field");
  fmt::print(stderr, "dogear: {}{}{} ({})\n", field, field.empty() ? "" : ": ", text("detail"),
             text("title"));
}

int not_understood(const ControlAnswer& answer) {
  fmt::print(stderr, "dogear: that is not a control port of Dogear: HTTP status {}\n",
             answer.status);
  return 1;
}

int tell(const ControlAnswer& answer, const CtlOptions& options) {
  boost::system::error_code error;
  const auto body = json::parse(answer.body, error);
  if (error || !body.is_object()) return not_understood(answer);
  constexpr unsigned ok = 200, bad_request = 400;
  if (answer.status == ok) {
    fmt::print("{}", options.json ? answer.body : table_of(body.get_object()));
    return 0;
  }
  tell_problem(body.get_object());
  if (answer.status == bad_request)
    fmt::print(stderr, "dogear ctl {} {} --help tells what it takes\n", options.verb->noun,
               options.verb->name);
  return 1;
}

// The verb may also be named as in an HTTP path or an --init file: topics/create.
void split_verb(std::vector<std::string>& words) {
  const auto slash = words.empty() ? std::string::npos : words.front().find('/');
  if (slash == std::string::npos) return;
  words.insert(words.begin() + 1, words.front().substr(slash + 1));
  words.front().resize(slash);
}

}  // namespace

std::variant<CtlOptions, Exit> parse_ctl(const std::vector<std::string>& args,
                                         const Environment& environment) {
  const auto& command = *find_command("ctl");
  try {
    auto [help, version, given, words] = parse_command_line(command, args);
    split_verb(words);
    if (help && words.size() < 2) return Exit{0, help_text(command), ""};
    if (words.size() < 2) return Exit{0, list_of_verbs(words.empty() ? "" : words.front()), ""};
    const auto& verb = verb_named(words[0], words[1]);
    if (help) return Exit{0, help_of(verb), ""};
    std::vector<std::string> unknown;  // not a warning: they are options of the broker
    add_behind(given, from_environment(command.options, environment, unknown));
    CtlOptions options{.control = control_address(given), .verb = &verb};
    take(given, "json", options.json, parse_truth, truth_form);
    options.request = request_from(verb, {words.begin() + 2, words.end()});
    return options;
  } catch (const BadOption& problem) {
    return bad_option(usage_line(command), problem.what());
  }
}

int ctl(const CtlOptions& options) {
  const auto path = fmt::format("/v1/{}/{}", options.verb->noun, options.verb->name);
  try {
    const auto answer = ask_control(options.control, path, json::serialize(options.request),
                                    std::chrono::steady_clock::now() + patience, std::nullopt);
    return tell(answer, options);
  } catch (const NotReached& reason) {
    fmt::print(stderr,
               "dogear: no broker answers: {}\n"
               "start one with `dogear`, or give its address by --control or --port-file\n",
               reason.what());
    return 1;
  }
}

}  // namespace dogear::server
