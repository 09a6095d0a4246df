// Prints JSON as in conversation files: as much on a line as fits.
#pragma once
#include <string>

#include <boost/json/value.hpp>

namespace dogear::conversations {

constexpr std::size_t line_width = 100;

// `column` is how many characters stand before the text on its first line.
std::string pretty(const boost::json::value& value, std::size_t column);
// On one line, however long.
std::string compact(const boost::json::value& value);

}  // namespace dogear::conversations
