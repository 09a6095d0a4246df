// Finds a control verb by its full name, "topics/create".
#pragma once
#include <string_view>

#include "broker/control/verb.hpp"

namespace dogear::server {

// Throws BadOption, which suggests the nearest name, if there is no such verb.
const broker::control::Verb& verb_named(std::string_view name);

}  // namespace dogear::server
