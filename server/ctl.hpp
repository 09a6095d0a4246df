// `dogear ctl`: asks a running dogear for a control verb, and prints the answer for people or for
// programs.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>

#include "broker/control/verb.hpp"
#include "server/control_client.hpp"
#include "server/option_sources.hpp"

namespace dogear::server {

struct CtlOptions {
  ControlAddress control;
  bool json = false;
  const broker::control::Verb* verb = nullptr;
  boost::json::object request;
};

// `args` are those behind `ctl`. Without a verb, what there is to ask for stands in `out`.
std::variant<CtlOptions, Exit> parse_ctl(const std::vector<std::string>& args,
                                         const Environment& environment);

// The exit status: 0 if it is done; 1 if it was refused, or nobody answered (said on standard
// error).
int ctl(const CtlOptions& options);

}  // namespace dogear::server
