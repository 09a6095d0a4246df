// Records of a log in control answers: keys and values as text where they are text, and decoded
// where Kafka defines the format of the topic.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "storage/record_reader.hpp"
#include "storage/topics.hpp"

namespace dogear::broker::control {

// A text, null, or {"base64":"…"}, as in topics/produce.
boost::json::value told_bytes(const std::optional<ByteSpan>& bytes);

boost::json::object told_record(const storage::Topic& topic, PartitionIndex index,
                                const storage::RecordBatch& batch,
                                const storage::RecordView& record);

}  // namespace dogear::broker::control
