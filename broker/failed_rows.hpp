// A request of which only some rows fail: the others take effect, as if they stood alone.
#pragma once
#include "broker/api_table.hpp"
#include "broker/faults.hpp"

namespace dogear::broker {

// The rows that the rule names are answered with `error`; all other ones by the handler.
// REQUIRES: the request decodes.
Outcome fail_rows(Cluster& cluster, const ApiEntry& api, const Call& call, const Slice& body,
                  const FiredFault& fault, ErrorCode error);

}  // namespace dogear::broker
