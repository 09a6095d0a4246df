// JSON as conversations show it: as much on a line as fits, and the same text for the same value.
#pragma once
#include <string>

#include <boost/json/value.hpp>

namespace dogear::conversations {

constexpr std::size_t line_width = 100;

// The text behind `column` characters of a line; further lines are indented.
std::string pretty(const boost::json::value& value, std::size_t column);
// On one line, however long.
std::string compact(const boost::json::value& value);

}  // namespace dogear::conversations
