// Finds the functions of a file by their braces. No parser: good enough for code that clang-format
// has formatted.
#pragma once
#include <string>
#include <vector>

#include "sources.hpp"

namespace dogear::house {

struct Function {
  std::string name;
  std::size_t line = 0;   // of its name, from 1
  std::size_t lines = 0;  // from its name to its last brace
};

// In the order in which they end. A lambda or a class within a function counts as part of it.
std::vector<Function> functions_of(const Source& source);

}  // namespace dogear::house
