// What the control port answers, without any connection: a request in, an answer out.
#pragma once
#include <functional>
#include <string>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server/driver.hpp"

namespace dogear::server {

using ControlRequest = boost::beast::http::request<boost::beast::http::string_body>;
using ControlResponse = boost::beast::http::response<boost::beast::http::string_body>;

// `respond` is called at once, or later if the verb waits.
void answer(Driver& driver, const ControlRequest& request,
            std::function<void(ControlResponse)> respond);

// RFC 9457's problem object.
ControlResponse problem(boost::beast::http::status status, std::string detail);

}  // namespace dogear::server
