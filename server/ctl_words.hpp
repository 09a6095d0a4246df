// The words of `dogear ctl`: nouns, verbs, and the members of a request. For a word that makes no
// sense these functions throw BadOption.
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

// Each word is KEY=VALUE, where a value that is not JSON is taken as a string; a JSON object, which
// contributes its members; or the value of the verb's next operand.
boost::json::object request_from(const broker::control::Verb& verb,
                                 const std::vector<std::string>& words);

}  // namespace dogear::server
