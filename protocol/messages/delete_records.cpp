#include "protocol/messages/delete_records.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(DeleteRecordsRequest)
DOGEAR_MESSAGE(DeleteRecordsResponse)
