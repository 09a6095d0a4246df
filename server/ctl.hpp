// `dogear ctl`: runs a control verb on a running broker, and prints the answer for people or for
// programs.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>

#include "broker/control/verb.hpp"
#include "server/control_client.hpp"
#include "server/exit.hpp"
#include "server/option_sources.hpp"

namespace dogear::server {

struct CtlOptions {
  ControlAddress control;
  bool json = false;
  const broker::control::Verb* verb = nullptr;
  boost::json::object request;
};

// `args` are those after `ctl`. Without a verb, `out` of the Exit lists the verbs.
std::variant<CtlOptions, Exit> parse_ctl(const std::vector<std::string>& args,
                                         const Environment& environment);

// The exit status: 0 if the verb succeeded; 1 if it was refused or nobody answered, after a message
// on standard error.
int ctl(const CtlOptions& options);

}  // namespace dogear::server
