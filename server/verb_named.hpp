// Control verbs by what people write: "topics/create".
#pragma once
#include <string_view>

#include "broker/control/verb.hpp"

namespace dogear::server {

// Throws BadOption, with the nearest name, when there is none of that name.
const broker::control::Verb& verb_named(std::string_view name);

}  // namespace dogear::server
