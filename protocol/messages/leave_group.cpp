#include "protocol/messages/leave_group.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(LeaveGroupRequest)
DOGEAR_MESSAGE(LeaveGroupResponse)
