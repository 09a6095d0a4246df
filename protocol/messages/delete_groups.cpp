#include "protocol/messages/delete_groups.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DeleteGroupsRequest)
DOGEAR_MESSAGE(DeleteGroupsResponse)
