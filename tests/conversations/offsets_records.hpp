// Records of __consumer_offsets as JSON: {"type":1, "group":"$g", …} and {"version":4, …}.
#pragma once
#include <optional>

#include <boost/json/value.hpp>

#include "base/slice.hpp"

namespace dogear::conversations {

struct ShownRecord {
  boost::json::value key;
  boost::json::value value;  // null for a tombstone
};
// Nothing unless these are exactly the bytes that a coordinator writes.
std::optional<ShownRecord> show_offsets_record(std::optional<ByteSpan> key,
                                               std::optional<ByteSpan> value);

}  // namespace dogear::conversations
