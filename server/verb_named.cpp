#include "server/verb_named.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "server/did_you_mean.hpp"
#include "server/option_sources.hpp"

namespace dogear::server {
namespace {

namespace control = broker::control;

std::string unknown_verb(std::string_view typed) {
  std::vector<std::string> names;
  for (const auto* verb : control::verbs())
    names.push_back(fmt::format("{}/{}", verb->noun, verb->name));
  return fmt::format("there is no {}{}", typed, did_you_mean(typed, names));
}

}  // namespace

const control::Verb& verb_named(std::string_view name) {
  const auto slash = name.find('/');
  const auto* verb = slash == std::string_view::npos
                         ? nullptr
                         : control::find_verb(name.substr(0, slash), name.substr(slash + 1));
  if (!verb) throw BadOption(unknown_verb(name));
  return *verb;
}

}  // namespace dogear::server
