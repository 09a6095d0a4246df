// The versions that --version, the ready line and HTTP responses state.
#pragma once
#include <string_view>

namespace dogear::server {

// Dogear's own version, as in CMakeLists.txt.
std::string_view version();

// The version of Kafka whose answers Dogear gives.
constexpr std::string_view kafka_version = "4.3.1";

}  // namespace dogear::server
