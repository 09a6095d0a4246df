// Either a value or one of Kafka's error codes.
#pragma once
#include <boost/system/result.hpp>

#include "base/error_code.hpp"

namespace dogear {

template <class T>
using Result = boost::system::result<T, ErrorCode>;

// boost::system::result::value() calls this on a failure. Throws std::logic_error: whoever calls
// value() must have checked the result.
[[noreturn]] void throw_exception_from_error(ErrorCode error, const boost::source_location& where);

}  // namespace dogear
