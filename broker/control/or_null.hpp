// A value that may be absent, as JSON.
#pragma once
#include <boost/json/value.hpp>

namespace dogear::broker::control {

inline boost::json::value or_null(const auto& optional) {
  return optional ? boost::json::value(*optional) : boost::json::value(nullptr);
}

}  // namespace dogear::broker::control
