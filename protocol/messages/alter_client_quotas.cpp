#include "protocol/messages/alter_client_quotas.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(AlterClientQuotasRequest)
DOGEAR_MESSAGE(AlterClientQuotasResponse)
