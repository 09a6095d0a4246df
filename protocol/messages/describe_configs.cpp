#include "protocol/messages/describe_configs.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DescribeConfigsRequest)
DOGEAR_MESSAGE(DescribeConfigsResponse)
