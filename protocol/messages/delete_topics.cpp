#include "protocol/messages/delete_topics.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DeleteTopicsRequest)
DOGEAR_MESSAGE(DeleteTopicsResponse)
