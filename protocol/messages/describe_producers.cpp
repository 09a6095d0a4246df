#include "protocol/messages/describe_producers.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DescribeProducersRequest)
DOGEAR_MESSAGE(DescribeProducersResponse)
