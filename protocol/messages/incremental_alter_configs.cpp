#include "protocol/messages/incremental_alter_configs.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(IncrementalAlterConfigsRequest)
DOGEAR_MESSAGE(IncrementalAlterConfigsResponse)
