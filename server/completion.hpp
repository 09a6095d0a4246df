// `dogear completion bash|zsh|fish`: a script that completes words for a shell, made from the
// tables of commands and options.
#pragma once
#include <string>
#include <vector>

#include "server/option_sources.hpp"

namespace dogear::server {

// `args` are those behind `completion`. The script stands in `out`.
Exit completion(const std::vector<std::string>& args);

}  // namespace dogear::server
