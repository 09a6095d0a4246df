// Steps marked `transient`: Kafka answers before its work is done, and otherwise a moment later.
#pragma once
#include <boost/json/value.hpp>

#include "protocol/versions.hpp"

namespace dogear::conversations {

// A request that may be repeated until its answer stays the same.
bool only_reads(const protocol::Api& api);
// An answer with an error that goes away by itself.
bool is_passing(const boost::json::value& answer);

}  // namespace dogear::conversations
