// Kafka's default message for each error code: Errors.message().
#pragma once
#include <string_view>

#include "base/error_code.hpp"

namespace dogear {

// An empty view for a number that Kafka does not know.
std::string_view message_of(ErrorCode code);

}  // namespace dogear
