#include "protocol/messages/find_coordinator.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(FindCoordinatorRequest)
DOGEAR_MESSAGE(FindCoordinatorResponse)
