#include "server/exit.hpp"

#include <fmt/format.h>

namespace dogear::server {

Exit bad_option(std::string_view usage, std::string message) {
  for (auto& c : message) {
    if (static_cast<unsigned char>(c) < ' ') c = '?';
  }
  return {2, "", fmt::format("dogear: {}\n{}\n", message, usage)};
}

}  // namespace dogear::server
