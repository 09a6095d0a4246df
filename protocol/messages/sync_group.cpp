#include "protocol/messages/sync_group.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(SyncGroupRequest)
DOGEAR_MESSAGE(SyncGroupResponse)
