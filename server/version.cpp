#include "server/version.hpp"

namespace dogear {

std::string_view version() { return DOGEAR_VERSION; }

}  // namespace dogear
