// Fails only some rows of a request. The others take effect, as if the request had no more.
#pragma once
#include "broker/api_table.hpp"
#include "broker/faults/faults.hpp"

namespace dogear::broker {

// Answers the rows that match the rule with `error`, and lets the handler answer the others.
// REQUIRES: the request decodes.
Outcome fail_rows(Cluster& cluster, const ApiEntry& api, const Call& call, const Slice& body,
                  const FiredFault& fault, ErrorCode error);

}  // namespace dogear::broker
