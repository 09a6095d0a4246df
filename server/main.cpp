// Options in, a broker out. Nothing else looks at argv or the environment.
#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include "server/machine.hpp"
#include "server/options.hpp"

extern char** environ;

namespace {

dogear::Environment environment() {
  dogear::Environment variables;
  for (char** variable = environ; *variable; ++variable) {
    const std::string text = *variable;
    const auto equals = text.find('=');
    if (text.starts_with("DOGEAR_") && equals != std::string::npos) {
      variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  return variables;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  const auto parsed = dogear::parse_options(args, environment(), dogear::this_machine());
  if (const auto* exit = std::get_if<dogear::Exit>(&parsed)) {
    std::cout << exit->out;
    std::cerr << exit->err;
    return exit->status;
  }
  return 0;
}
