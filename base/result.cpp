#include "base/result.hpp"

#include <stdexcept>
#include <string>

namespace dogear {

void throw_exception_from_error(ErrorCode error, const boost::source_location&) {
  throw std::logic_error("value() of a failed result: " + std::string(name_of(error)));
}

}  // namespace dogear
