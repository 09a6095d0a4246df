#include "protocol/messages/join_group.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(JoinGroupRequest)
DOGEAR_MESSAGE(JoinGroupResponse)
