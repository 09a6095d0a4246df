#include "protocol/messages/describe_cluster.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DescribeClusterRequest)
DOGEAR_MESSAGE(DescribeClusterResponse)
