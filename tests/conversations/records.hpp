// Converts record batches from and to JSON. sugar.hpp describes the form.
#pragma once
#include <cstdint>
#include <vector>

#include <boost/json/value.hpp>

#include "base/slice.hpp"

namespace dogear::conversations {

std::vector<std::uint8_t> records_from(const boost::json::value& batches, std::int64_t now);
boost::json::value show_records(ByteSpan bytes);

}  // namespace dogear::conversations
