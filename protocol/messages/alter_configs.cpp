#include "protocol/messages/alter_configs.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(AlterConfigsRequest)
DOGEAR_MESSAGE(AlterConfigsResponse)
