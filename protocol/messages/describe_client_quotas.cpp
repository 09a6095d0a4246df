#include "protocol/messages/describe_client_quotas.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DescribeClientQuotasRequest)
DOGEAR_MESSAGE(DescribeClientQuotasResponse)
