// The syntax of server.properties: NAME=VALUE, NAME:VALUE or NAME VALUE a line. # and ! begin a
// comment, a backslash at the end of a line goes on in the next one, and elsewhere takes the
// meaning from what follows it; \t, \n, \r, \f and \uXXXX are those characters.
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

// Anything is properties: a name alone has an empty value.
std::vector<Property> parse_properties(std::string_view text);

}  // namespace dogear::server
