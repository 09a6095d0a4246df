// The words of `dogear ctl`: nouns, verbs, and the members of a request. All throw BadOption.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "broker/control/verb.hpp"

namespace dogear::server {

// Each once, in the order of the table.
std::vector<std::string_view> nouns_of_verbs();
std::vector<std::string_view> verbs_of(std::string_view noun);

// All verbs, or those of a noun, with their help.
std::string list_of_verbs(std::string_view noun);
std::string help_of(const broker::control::Verb& verb);

const broker::control::Verb& verb_named(std::string_view noun, std::string_view name);

// Out of KEY=VALUE, where a value that is JSON is taken as that and any other as a text; of JSON
// objects, whose members are taken over; and of words alone, which are the verb's operands.
boost::json::object request_from(const broker::control::Verb& verb,
                                 const std::vector<std::string>& words);

}  // namespace dogear::server
