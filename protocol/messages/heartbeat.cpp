#include "protocol/messages/heartbeat.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(HeartbeatRequest)
DOGEAR_MESSAGE(HeartbeatResponse)
