#include "protocol/messages/init_producer_id.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(InitProducerIdRequest)
DOGEAR_MESSAGE(InitProducerIdResponse)
