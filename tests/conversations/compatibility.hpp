// docs/compatibility.md: every API of Kafka 4.3.1's, whether it is served, how many conversations
// keep it to Kafka's answers, and where it deviates from them.
#pragma once
#include <string>

#include "coverage.hpp"

namespace dogear::conversations {

// `schema` is kafka-4.3.1-schema.txt, `deviations` docs/deviations.md, of which the tables count
// whose rows begin with an id and a request.
std::string compatibility_report(const std::string& schema, const std::string& deviations,
                                 const Reached& versions);

}  // namespace dogear::conversations
