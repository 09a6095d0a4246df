// Messages made up from Kafka's schema: every field of a version, filled in a chosen way.
#pragma once
#include <boost/json/value.hpp>

#include "schema_text.hpp"

namespace dogear::protocol {

enum class Fill {
  distinct,        // every field holds a value of its own, no default among them; arrays hold two
  nulls,           // as `distinct`, but null wherever null is legal
  empty,           // as `distinct`, but arrays, strings and bytes are empty
  untagged_alone,  // as `distinct`, but tagged fields are absent
};

boost::json::value sample(const SchemaMessage& message, Version version, Fill fill);

}  // namespace dogear::protocol
