#include "protocol/messages/update_features.hpp"

#include "protocol/describe.hpp"

DOGEAR_MESSAGE(UpdateFeaturesRequest)
DOGEAR_MESSAGE(UpdateFeaturesResponse)
