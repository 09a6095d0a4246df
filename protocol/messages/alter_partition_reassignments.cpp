#include "protocol/messages/alter_partition_reassignments.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(AlterPartitionReassignmentsRequest)
DOGEAR_MESSAGE(AlterPartitionReassignmentsResponse)
