#include "protocol/messages/describe_log_dirs.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DescribeLogDirsRequest)
DOGEAR_MESSAGE(DescribeLogDirsResponse)
