#include "protocol/messages/list_partition_reassignments.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(ListPartitionReassignmentsRequest)
DOGEAR_MESSAGE(ListPartitionReassignmentsResponse)
