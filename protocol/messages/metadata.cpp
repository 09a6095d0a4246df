#include "protocol/messages/metadata.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(MetadataRequest)
DOGEAR_MESSAGE(MetadataResponse)
