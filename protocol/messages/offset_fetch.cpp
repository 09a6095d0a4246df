#include "protocol/messages/offset_fetch.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(OffsetFetchRequest)
DOGEAR_MESSAGE(OffsetFetchResponse)
