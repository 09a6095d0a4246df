// The program `dogear`: finds the command and runs it. Nothing else reads argv or the environment.
#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include "server/completion.hpp"
#include "server/ctl.hpp"
#include "server/exit.hpp"
#include "server/machine.hpp"
#include "server/options.hpp"
#include "server/readyz.hpp"
#include "server/serve.hpp"

extern char** environ;

namespace dogear::server {
namespace {

Environment environment() {
  Environment variables;
  for (char** variable = environ; *variable; ++variable) {
    const std::string text = *variable;
    const auto equals = text.find('=');
    if (equals == std::string::npos) continue;
    const auto name = text.substr(0, equals);
    if (name.starts_with("DOGEAR_") || name.starts_with("KAFKA_") || name == "CLUSTER_ID")
      variables[name] = text.substr(equals + 1);
  }
  return variables;
}

int end(const Exit& exit) {
  std::cout << exit.out;
  std::cerr << exit.err;
  return exit.status;
}

template <class Options>
int end_or(const std::variant<Options, Exit>& parsed, int (*run)(const Options&)) {
  const auto* exit = std::get_if<Exit>(&parsed);
  return exit ? end(*exit) : run(std::get<Options>(parsed));
}

int run(const std::vector<std::string>& args) {
  const auto command = args.empty() ? "" : args.front();
  if (command == "readyz")
    return end_or(parse_readyz({args.begin() + 1, args.end()}, environment()), readyz);
  if (command == "ctl")
    return end_or(parse_ctl({args.begin() + 1, args.end()}, environment()), ctl);
  if (command == "completion") return end(completion({args.begin() + 1, args.end()}));
  return end_or(parse_options(args, environment(), this_machine()), serve);
}

}  // namespace
}  // namespace dogear::server

int main(int argc, char** argv) {
  return dogear::server::run(std::vector<std::string>(argv + 1, argv + argc));
}
