// Writes docs/compatibility.md: for every API of Kafka 4.3.1, whether it is served, how many
// conversations use it, and where its answers deviate from Kafka's.
#pragma once
#include <string>

#include "coverage.hpp"

namespace dogear::conversations {

// `schema` is the text of kafka-4.3.1-schema.txt, `deviations` that of docs/deviations.md. Of its
// tables, those count whose rows begin with an id and a request.
std::string compatibility_report(const std::string& schema, const std::string& deviations,
                                 const Reached& versions);

}  // namespace dogear::conversations
