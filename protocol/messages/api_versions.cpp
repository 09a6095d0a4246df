#include "protocol/messages/api_versions.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(ApiVersionsRequest)
DOGEAR_MESSAGE(ApiVersionsResponse)
