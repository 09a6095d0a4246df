// Addresses as Java writes and reads them.
#pragma once
#include <string_view>

namespace dogear::broker {

// Whether InetAddress.getByName() takes the text for an address, without a look at host names: one
// to four decimal numbers with points between, of which the last fills what is left, or IPv6, in
// brackets or not, with a numeric zone or not.
bool is_ip_literal(std::string_view text);

}  // namespace dogear::broker
