#include "protocol/messages/describe_quorum.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DescribeQuorumRequest)
DOGEAR_MESSAGE(DescribeQuorumResponse)
