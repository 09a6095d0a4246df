#include "protocol/messages/produce.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(ProduceRequest)
DOGEAR_MESSAGE(ProduceResponse)
