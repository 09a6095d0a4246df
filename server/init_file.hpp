// The file of --init: control verbs that run before clients can connect, one JSON object a line:
//
//   {"verb":"topics/create", "name":"orders", "partitions":3}
//   {"verb":"topics/produce", "topic":"orders", "records":[{"key":"a", "value":"b"}]}
//
// `verb` names the verb, the other members are its request. Empty lines are skipped.
#pragma once
#include <string>

#include "server/driver.hpp"

namespace dogear::server {

// Throws BadOption for the first line that fails, with its number and the member that is wrong.
void run_init_file(const std::string& path, Driver& driver);

}  // namespace dogear::server
