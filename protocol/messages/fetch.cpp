#include "protocol/messages/fetch.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(FetchRequest)
DOGEAR_MESSAGE(FetchResponse)
