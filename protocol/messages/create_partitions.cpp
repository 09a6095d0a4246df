#include "protocol/messages/create_partitions.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(CreatePartitionsRequest)
DOGEAR_MESSAGE(CreatePartitionsResponse)
