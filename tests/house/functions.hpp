// Where the functions of a file are, found by their braces: enough for code in the project's form.
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

// In the order of their ends. A lambda, or a class within a function, is part of that function.
std::vector<Function> functions_of(const Source& source);

}  // namespace dogear::house
