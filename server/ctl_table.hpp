// The answer of a control verb as a table for people.
#pragma once
#include <string>

#include <boost/json/object.hpp>

namespace dogear::server {

// A line for each member; after them a table for each list of objects, with a column for each of
// their members. Null and nothing are a dash, and no text brings control characters along.
std::string table_of(const boost::json::object& answer);

}  // namespace dogear::server
