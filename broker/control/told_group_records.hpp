// The records of __consumer_offsets in the form in which Kafka's formatter prints them:
// {"type":1, "data":{…}} for a key and {"version":4, "data":{…}} for a value. Subscriptions and
// assignments within them are decoded, too.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/slice.hpp"
#include "storage/record_reader.hpp"

namespace dogear::broker::control {

// Sets `key` and `value` in `told`. False, and nothing is set, if it is not one of these records.
bool tell_group_record(const storage::RecordView& record, boost::json::object& told);

// The topics in a member's metadata, and the partitions in its assignment; base64 if they are not
// of the consumer protocol.
boost::json::value told_subscription(const Slice& metadata);
boost::json::value told_assignment(const Slice& assignment);

}  // namespace dogear::broker::control
