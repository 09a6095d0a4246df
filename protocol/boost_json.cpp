// The one translation unit that holds Boost.JSON's sources.
#include <boost/json/src.hpp>
