// The records of __consumer_offsets for people, in the shape in which Kafka's own formatter prints
// them: {"type":1, "data":{…}} for a key and {"version":4, "data":{…}} for a value. What consumers
// put into them is decoded, too.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/slice.hpp"
#include "storage/record_reader.hpp"

namespace dogear::broker::control {

// Sets `key` and `value`; false, and nothing set, where the bytes are none of these records.
bool tell_group_record(const storage::RecordView& record, boost::json::object& told);

// Topics, of the metadata that a member joins with; partitions, of what it is assigned; or, where
// the group is not one of consumers, base64.
boost::json::value told_subscription(const Slice& metadata);
boost::json::value told_assignment(const Slice& assignment);

}  // namespace dogear::broker::control
