// What the control port answers: an HTTP request in, a response out, without any connection.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server/driver.hpp"

namespace dogear::server {

using ControlRequest = boost::beast::http::request<boost::beast::http::string_body>;
using ControlResponse = boost::beast::http::response<boost::beast::http::string_body>;

// Calls `respond` at once, or later if the verb waits: then the ticket allows to abandon it.
std::optional<Driver::WaitingVerbs::Ticket> answer(Driver& driver, const ControlRequest& request,
                                                   std::function<void(ControlResponse)> respond);

// A response with a problem object, as RFC 9457 defines it.
ControlResponse problem(boost::beast::http::status status, std::string detail);

}  // namespace dogear::server
