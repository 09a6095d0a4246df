// Either a value or one of Kafka's error codes.
#pragma once
#include <boost/system/result.hpp>

#include "base/error_code.hpp"

namespace dogear {

template <class T>
using Result = boost::system::result<T, ErrorCode>;

// boost::system::result::value() on a failure throws this; the product asks has_value() first.
[[noreturn]] void throw_exception_from_error(ErrorCode error, const boost::source_location& where);

}  // namespace dogear
