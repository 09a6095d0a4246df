#include "coordinator/records/offset_commit.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(coordinator::OffsetCommitKey)
DOGEAR_MESSAGE(coordinator::OffsetCommitValue)
