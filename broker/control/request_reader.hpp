// Reads the members of a control request. The first one that does not fit is remembered, and every
// later read yields nothing, so that a verb asks problem() once, at the end.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/time.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {

class RequestReader {
 public:
  explicit RequestReader(const boost::json::object& request) : request_(request) {}

  bool has(std::string_view name) const { return request_.contains(name); }
  // A text like 45s, or a whole number of milliseconds; never negative.
  std::optional<Millis> duration(std::string_view name);
  // A text in ISO 8601, or a whole number of milliseconds since 1970; at most the year 9999.
  std::optional<BrokerTime> instant(std::string_view name);
  // One of these words; their position.
  std::optional<std::size_t> word(std::string_view name,
                                  std::initializer_list<std::string_view> words);
  // For what a verb itself finds wrong.
  void refuse(std::string_view name, std::string detail);
  void require(std::string_view name);

  // What does not fit; a member that no read has asked for, else.
  std::optional<Problem> problem() const;

 private:
  const boost::json::value* find(std::string_view name);

  const boost::json::object& request_;
  std::vector<std::string_view> known_;
  std::optional<Problem> problem_;
};

}  // namespace dogear::broker::control
