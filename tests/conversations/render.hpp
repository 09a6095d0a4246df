// Brings answers into the form of conversation files, and compares two of them.
#pragma once
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "names.hpp"

namespace dogear::conversations {

// `answer` treated as table.cpp says: captured values replaced by names, arrays in hash order
// sorted, and so on. A captured value without a name takes the one that `expected`, the recorded
// answer, has in its place.
boost::json::value render(std::string_view api, const boost::json::value& answer,
                          const boost::json::value& expected, Names& names);

// One line for each difference between two rendered answers, none when they agree.
std::vector<std::string> differences(std::string_view api, const boost::json::value& expected,
                                     const boost::json::value& actual);

}  // namespace dogear::conversations
