#include "protocol/messages/elect_leaders.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(ElectLeadersRequest)
DOGEAR_MESSAGE(ElectLeadersResponse)
