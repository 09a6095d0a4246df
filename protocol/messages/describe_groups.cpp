#include "protocol/messages/describe_groups.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DescribeGroupsRequest)
DOGEAR_MESSAGE(DescribeGroupsResponse)
