// How a command ends before it has begun its work: with a text to print, and a status.
#pragma once
#include <string>
#include <string_view>

namespace dogear::server {

struct Exit {
  int status = 0;
  std::string out;  // for standard output
  std::string err;  // for standard error
};

// For a bad command line: a line that says what is wrong, and one of usage. Control characters of
// the message, which may quote what was typed, become question marks.
Exit bad_option(std::string_view usage, std::string message);

}  // namespace dogear::server
