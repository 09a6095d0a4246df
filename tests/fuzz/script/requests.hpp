// Requests of every served API, filled with values that the script chooses.
#pragma once
#include "protocol/any_message.hpp"
#include "script/filler.hpp"

namespace dogear::fuzz {

// The whole frame without its size; its correlation id is 0. Aborts if requests.cpp has no row for
// the API.
std::vector<std::uint8_t> make_request(const protocol::Api& api, protocol::Version version,
                                       Filler& filler);

}  // namespace dogear::fuzz
