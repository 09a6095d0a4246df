// Records of a log as a control answer tells them: texts where they are texts, and decoded where
// their topic has a format of its own.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "storage/record_reader.hpp"
#include "storage/topics.hpp"

namespace dogear::broker::control {

// A text, null, or {"base64":"…"}: as topics/produce takes them.
boost::json::value told_bytes(const std::optional<ByteSpan>& bytes);

boost::json::object told_record(const storage::Topic& topic, PartitionIndex index,
                                const storage::RecordBatch& batch,
                                const storage::RecordView& record);

}  // namespace dogear::broker::control
