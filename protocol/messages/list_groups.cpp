#include "protocol/messages/list_groups.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(ListGroupsRequest)
DOGEAR_MESSAGE(ListGroupsResponse)
