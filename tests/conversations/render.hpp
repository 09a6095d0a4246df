// Answers in the form in which conversation files hold them, and what differs between two of them.
#pragma once
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "names.hpp"

namespace dogear::conversations {

// `answer` with names for what is captured and with hash-ordered arrays sorted. Something captured
// that has no name yet takes the one that `expected`, the answer in the file, has in its place.
boost::json::value render(std::string_view api, const boost::json::value& answer,
                          const boost::json::value& expected, Names& names);

// One line for each difference between two rendered answers, none when they agree.
std::vector<std::string> differences(std::string_view api, const boost::json::value& expected,
                                     const boost::json::value& actual);

}  // namespace dogear::conversations
