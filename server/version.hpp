// What --version, the ready line and the metrics say.
#pragma once
#include <string_view>

namespace dogear::server {

// Dogear's own version, as in CMakeLists.txt.
std::string_view version();

// The Kafka whose answers are ours.
constexpr std::string_view kafka_version = "4.3.1";

}  // namespace dogear::server
