// Steps marked `transient`: Kafka may answer before it has finished, and differently a moment
// later.
#pragma once
#include <boost/json/value.hpp>

#include "protocol/versions.hpp"

namespace dogear::conversations {

// Whether a request of this API changes nothing, so that it can be repeated.
bool only_reads(const protocol::Api& api);
// Whether the answer has an error that goes away by itself.
bool is_passing(const boost::json::value& answer);

}  // namespace dogear::conversations
