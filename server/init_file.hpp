// The file of --init: control verbs that run before clients can connect, one JSON object a line:
//   {"verb":"topics/create", "name":"orders", "partitions":3}
//   {"verb":"topics/produce", "topic":"orders", "records":[{"key":"a", "value":"b"}]}
//   {"verb":"groups/set-offsets", "group":"billing",
//    "offsets":[{"topic":"orders", "partition":0, "offset":1}]}
// (each on one line). `verb` names it, the others are its members. Empty lines are left out.
#pragma once
#include <string>

#include "server/driver.hpp"

namespace dogear::server {

// Throws BadOption at the first line that cannot be done, with its number and the member that is
// wrong.
void run_init_file(const std::string& path, Driver& driver);

}  // namespace dogear::server
