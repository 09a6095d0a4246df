#include "broker/control/request_reader.hpp"

#include <algorithm>
#include <cstdint>

#include <boost/json/value.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/duration.hpp"
#include "base/iso_time.hpp"

namespace dogear::broker::control {
namespace {

// A whole number from 0 on, in any spelling that JSON has for it.
std::optional<std::int64_t> natural(const boost::json::value& value) {
  boost::system::error_code error;
  const auto number = value.is_number() ? value.to_number<std::int64_t>(error) : -1;
  if (error || number < 0) return std::nullopt;
  return number;
}

std::optional<std::string_view> text_in(const boost::json::value& value) {
  if (!value.is_string()) return std::nullopt;
  return std::string_view(value.get_string());
}

}  // namespace

const boost::json::value* RequestReader::find(std::string_view name) {
  if (std::find(known_.begin(), known_.end(), name) == known_.end()) known_.push_back(name);
  return problem_ ? nullptr : request_.if_contains(name);
}

std::optional<Millis> RequestReader::duration(std::string_view name) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  const auto written = text_in(*value);
  const auto number = natural(*value);
  const auto read = written  ? parse_duration(*written)
                    : number ? std::optional(Millis{*number})
                             : std::nullopt;
  if (!read) refuse(name, fmt::format("expected {}, or milliseconds", duration_form));
  return read;
}

std::optional<BrokerTime> RequestReader::instant(std::string_view name) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  const auto written = text_in(*value);
  const auto number = natural(*value);
  const auto read = written  ? parse_iso_time(*written)
                    : number ? std::optional(broker_time(*number))
                             : std::nullopt;
  if (read && *read <= iso_time_max) return read;
  refuse(name, fmt::format("expected {}, or milliseconds since 1970", iso_time_form));
  return std::nullopt;
}

std::optional<std::size_t> RequestReader::word(std::string_view name,
                                               std::initializer_list<std::string_view> words) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  const auto written = text_in(*value);
  const auto* found = written ? std::find(words.begin(), words.end(), *written) : words.end();
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  refuse(name, fmt::format("expected one of: {}", fmt::join(words, ", ")));
  return std::nullopt;
}

std::optional<std::string> RequestReader::text(std::string_view name) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  const auto written = text_in(*value);
  if (!written) refuse(name, "expected a string");
  return written ? std::optional(std::string(*written)) : std::nullopt;
}

std::string RequestReader::required_text(std::string_view name) {
  require(name);
  return text(name).value_or("");
}

std::optional<std::int64_t> RequestReader::number(std::string_view name, std::int64_t least,
                                                  std::int64_t most) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  boost::system::error_code error;
  const auto number = value->is_number() ? value->to_number<std::int64_t>(error) : 0;
  if (value->is_number() && !error && number >= least && number <= most) return number;
  refuse(name, fmt::format("expected a number from {} to {}", least, most));
  return std::nullopt;
}

const boost::json::object* RequestReader::object(std::string_view name) {
  const auto* value = find(name);
  if (value && !value->is_object()) refuse(name, "expected an object");
  return value ? value->if_object() : nullptr;
}

const boost::json::array* RequestReader::array(std::string_view name) {
  const auto* value = find(name);
  if (value && !value->is_array()) refuse(name, "expected a list");
  return value ? value->if_array() : nullptr;
}

void RequestReader::refuse(std::string_view name, std::string detail) {
  if (!problem_)
    problem_ = Problem{400, "Bad Request", std::move(detail), path_ + std::string(name)};
}

void RequestReader::require(std::string_view name) {
  if (!has(name)) refuse(name, "is missing");
}

std::optional<Problem> RequestReader::problem() const {
  if (problem_) return problem_;
  for (const auto& member : request_) {
    const std::string_view name(member.key());
    if (std::find(known_.begin(), known_.end(), name) == known_.end())
      return Problem{400, "Bad Request",
                     known_.empty()
                         ? "is unknown"
                         : fmt::format("is unknown; expected one of: {}", fmt::join(known_, ", ")),
                     path_ + std::string(name)};
  }
  return std::nullopt;
}

}  // namespace dogear::broker::control
