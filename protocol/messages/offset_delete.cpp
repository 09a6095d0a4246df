#include "protocol/messages/offset_delete.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(OffsetDeleteRequest)
DOGEAR_MESSAGE(OffsetDeleteResponse)
