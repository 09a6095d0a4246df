#include "protocol/messages/list_config_resources.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(ListConfigResourcesRequest)
DOGEAR_MESSAGE(ListConfigResourcesResponse)
