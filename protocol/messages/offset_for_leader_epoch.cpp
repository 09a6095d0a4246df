#include "protocol/messages/offset_for_leader_epoch.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(OffsetForLeaderEpochRequest)
DOGEAR_MESSAGE(OffsetForLeaderEpochResponse)
