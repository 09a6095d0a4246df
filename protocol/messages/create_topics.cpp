#include "protocol/messages/create_topics.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(CreateTopicsRequest)
DOGEAR_MESSAGE(CreateTopicsResponse)
