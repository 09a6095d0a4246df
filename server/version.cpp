#include "server/version.hpp"

namespace dogear::server {

std::string_view version() { return DOGEAR_VERSION; }

}  // namespace dogear::server
