// Reads the members of a control request. The first one that is not valid is remembered, and all
// later reads return nothing, so that a verb needs to call problem() only once, after its reads.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/time.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {

class RequestReader {
 public:
  // For an object within a request, `path` is where it is: "records[3]." for one of its records.
  explicit RequestReader(const boost::json::object& request, std::string path = "")
      : request_(request), path_(std::move(path)) {}

  bool has(std::string_view name) const { return request_.contains(name); }
  // A text like 45s, or a whole number of milliseconds; never negative.
  std::optional<Millis> duration(std::string_view name);
  // A text in ISO 8601, or a whole number of milliseconds since 1970; at most the year 9999.
  std::optional<BrokerTime> instant(std::string_view name);
  // One of these words, as its position among them.
  std::optional<std::size_t> word(std::string_view name,
                                  std::initializer_list<std::string_view> words);
  std::optional<std::string> text(std::string_view name);
  // A text that must be there; "" together with a problem when it is not.
  std::string required_text(std::string_view name);
  // A whole number from least to most.
  std::optional<std::int64_t> number(std::string_view name, std::int64_t least, std::int64_t most);
  // Null when it is absent.
  const boost::json::value* value(std::string_view name) { return find(name); }
  const boost::json::object* object(std::string_view name);
  // Reads each object of a list with a reader of its own. A problem of one is a problem of this
  // request.
  template <class Read>
  void each(std::string_view name, Read read) {
    const auto* list = array(name);
    for (std::size_t i = 0; list && i < list->size() && !problem_; ++i) {
      const auto element = std::string(name) + "[" + std::to_string(i) + "]";
      if (!(*list)[i].is_object()) return refuse(element, "expected an object");
      RequestReader reader((*list)[i].get_object(), path_ + element + ".");
      read(reader);
      problem_ = reader.problem();
    }
  }

  // For problems that a verb itself finds.
  void refuse(std::string_view name, std::string detail);
  void require(std::string_view name);

  // The first problem; if there is none, a member that no read has asked for.
  std::optional<Problem> problem() const;

 private:
  const boost::json::value* find(std::string_view name);
  const boost::json::array* array(std::string_view name);

  const boost::json::object& request_;
  std::string path_;
  std::vector<std::string_view> known_;
  std::optional<Problem> problem_;
};

}  // namespace dogear::broker::control
