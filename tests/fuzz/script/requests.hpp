// Requests of every API, filled by bytes.
#pragma once
#include "protocol/any_message.hpp"
#include "script/filler.hpp"

namespace dogear::fuzz {

// Appends the fields of the request. False for an API that nobody has described here.
bool fill_request(protocol::ApiKey key, protocol::Encoder& encoder, Filler& filler);

// The whole frame, without its size; its correlation id is 0.
std::vector<std::uint8_t> make_request(const protocol::Api& api, protocol::Version version,
                                       Filler& filler);

}  // namespace dogear::fuzz
