#include "protocol/messages/list_offsets.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(ListOffsetsRequest)
DOGEAR_MESSAGE(ListOffsetsResponse)
