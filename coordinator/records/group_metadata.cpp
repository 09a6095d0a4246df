#include "coordinator/records/group_metadata.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(coordinator::GroupMetadataKey)
DOGEAR_MESSAGE(coordinator::GroupMetadataValue)
