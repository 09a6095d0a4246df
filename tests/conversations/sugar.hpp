// Shows the bytes inside messages in a form that people can read and write, and reads that form.
//
// Records, in Produce requests and Fetch answers:
//   "records":[{"batch":{"codec":"gzip", "producerId":"$p", "producerEpoch":0, "baseSequence":0},
//               "records":[{"key":"k", "value":"v", "timestamp":"$now", "headers":[["h","v"]]}]}]
//   All members of "batch" are optional; so are a record's timestamp ($now), key and value (null).
//   "times":100 repeats a record.
//   {"hex":"00ff"} in place of a batch, a key or a value is exactly those bytes.
//   In "batch", "crc", "magic", "lastOffsetDelta", "count", "attributes", "length" and others
//   overwrite what a well-formed batch has; see records.cpp.
//
// The consumer protocol, in JoinGroup and SyncGroup (consumer_protocol.hpp):
//   {"subscription":{"topics":["$orders"]}}
//   {"assignment":{"assignedPartitions":[{"topic":"$orders", "partitions":[0, 1]}]}}
//   or a plain text, or {"hex":"…"}.
//
// Long values:
//   {"text":"x", "times":1000} is the text "x", a thousand times. Texts of answers are shown so,
//   too.
//   {"each":{"name":"k#"}, "times":1000} in a list stands for a thousand elements; # is replaced by
//   the number of each.
#pragma once
#include <cstdint>

#include <boost/json/value.hpp>

#include "base/slice.hpp"

namespace dogear::conversations {

// `message` as protocol/json.hpp reads it: bytes in base64. Throws ScriptError.
boost::json::value without_sugar(std::string_view api, const boost::json::value& message,
                                 std::int64_t now);
// The way back.
boost::json::value with_sugar(std::string_view api, const boost::json::value& message);

// {"hex":"…"} or {"text":"x","times":3} or a plain text.
std::vector<std::uint8_t> bytes_from(const boost::json::value& value);
// A text where the bytes are printable, else {"hex":…}.
boost::json::value shown(ByteSpan bytes);
std::string to_hex(ByteSpan bytes);
std::vector<std::uint8_t> from_hex(std::string_view text);

}  // namespace dogear::conversations
