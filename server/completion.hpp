// `dogear completion bash|zsh|fish`: a completion script for a shell, made from the tables of
// commands, options and control verbs.
#pragma once
#include <string>
#include <vector>

#include "server/exit.hpp"

namespace dogear::server {

// `args` are those after `completion`. The script is in `out`.
Exit completion(const std::vector<std::string>& args);

}  // namespace dogear::server
