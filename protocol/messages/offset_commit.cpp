#include "protocol/messages/offset_commit.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(OffsetCommitRequest)
DOGEAR_MESSAGE(OffsetCommitResponse)
