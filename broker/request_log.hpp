// What --log-level debug prints of requests and their answers.
#pragma once
#include <cstddef>
#include <string>

#include "broker/call.hpp"
#include "broker/reply.hpp"

namespace dogear::broker {

// connection 3 (/127.0.0.1 to node 1, client "app"): Fetch v12, correlation 7, 87 bytes
std::string told_request(const Call& call);
// connection 3: Fetch waits
std::string told_waiting(const Call& call);
// connection 3: Fetch is answered, NONE, 62 bytes. Of several errors in an answer the first.
std::string told_answer(ConnectionId connection, const Answer& answer, std::size_t bytes);

}  // namespace dogear::broker
