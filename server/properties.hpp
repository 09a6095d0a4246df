// The syntax of Java's properties files, such as server.properties: lines of NAME=VALUE, NAME:VALUE
// or NAME VALUE. A line that begins with # or ! is a comment. A backslash at the end of a line
// continues it in the next one. \t, \n, \r, \f and \uXXXX are those characters; any other character
// behind a backslash stands for itself.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace dogear::server {

struct Property {
  int line = 0;  // where it begins, from 1
  std::string name;
  std::string value;
};

// Every text is valid: a name alone has an empty value.
std::vector<Property> parse_properties(std::string_view text);

}  // namespace dogear::server
