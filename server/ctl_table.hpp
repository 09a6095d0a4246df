// The answer of a control verb as text for people.
#pragma once
#include <string>

#include <boost/json/object.hpp>

namespace dogear::server {

// A line for each member; after these a table for each list of objects, with a column for each of
// their members. Null and missing values are a dash. Control characters are escaped.
std::string table_of(const boost::json::object& answer);

}  // namespace dogear::server
