// A client of the control port, for the commands that ask a running broker.
#pragma once
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "server/option_sources.hpp"
#include "server/option_values.hpp"

namespace dogear::server {

// Why nobody answered.
struct NotReached : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Where to ask, or the port file that names it and may not exist yet.
using ControlAddress = std::variant<Endpoint, std::string>;

// From --control or --port-file, or from their variables. Throws BadOption.
ControlAddress control_address(const GivenOptions& given);

struct ControlAnswer {
  unsigned status = 0;
  std::string body;
};

using Deadline = std::chrono::steady_clock::time_point;

// Asks by POST if there is a body, else by GET. The connection must be there by `reached`, and the
// answer by `answered`, if that is given. Throws NotReached.
ControlAnswer ask_control(const ControlAddress& address, std::string_view path,
                          const std::optional<std::string>& body, Deadline reached,
                          std::optional<Deadline> answered);

}  // namespace dogear::server
