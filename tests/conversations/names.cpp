#include "names.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "script.hpp"

namespace dogear::conversations {
namespace {

namespace json = boost::json;

std::string prefix_of(NameKind kind) {
  switch (kind) {
    case NameKind::text:
      return "text";
    case NameKind::member:
      return "member";
    case NameKind::topic_id:
      return "topic";
    case NameKind::producer:
      return "producer";
    case NameKind::session:
      return "session";
    case NameKind::time:
      return "time";
    case NameKind::cluster:
      return "cluster";
    case NameKind::node:
      return "coordinator";
    case NameKind::port:
      return "port";
  }
  return "name";
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

void Names::bind(const std::string& name, NameKind kind, json::value value) {
  names_.insert_or_assign({kind, json::serialize(value)}, name);
  values_.insert_or_assign(name, std::move(value));
}

std::optional<std::string> Names::name_of(NameKind kind, const json::value& value) const {
  const auto found = names_.find({kind, json::serialize(value)});
  if (found == names_.end()) return std::nullopt;
  return found->second;
}

std::string Names::fresh(NameKind kind) const {
  for (int i = 1;; ++i) {
    const auto name = "$" + prefix_of(kind) + std::to_string(i);
    if (!bound(name) && !bound(name + ".id")) return name;
  }
}

json::value Names::resolve(const std::string& name) {
  if (const auto found = values_.find(name); found != values_.end()) return found->second;
  if (name.starts_with("$now")) {
    const auto shift = name.size() > 4 ? parse_duration(name.substr(5)) : 0;
    bind(name, NameKind::time, name.size() > 4 && name[4] == '-' ? now_ - shift : now_ + shift);
  } else {
    bind(name, NameKind::text, json::value(name.substr(1) + suffix_));
  }
  return values_.at(name);
}

json::value Names::resolve_all(const json::value& value) {
  if (const auto* text = value.if_string()) {
    const std::string name(text->data(), text->size());
    return name.starts_with('$') && name.size() > 1 ? resolve(name) : value;
  }
  if (const auto* array = value.if_array()) {
    json::array resolved;
    for (const auto& element : *array) resolved.push_back(resolve_all(element));
    return resolved;
  }
  if (const auto* object = value.if_object()) {
    json::object resolved;
    for (const auto& member : *object) resolved[member.key()] = resolve_all(member.value());
    return resolved;
  }
  return value;
}

std::string Names::with_names(std::string text) const {
  constexpr std::size_t shortest = 8;  // a shorter value may occur in the text by chance
  std::multimap<std::size_t, std::pair<std::string, std::string>, std::greater<>> by_length;
  for (const auto& [name, value] : values_) {
    auto bound = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    if (bound.size() >= shortest)
      by_length.emplace(bound.size(), std::pair(std::move(bound), name));
  }
  for (const auto& [length, pair] : by_length) replace_all(text, pair.first, pair.second);
  return text;
}

std::int64_t parse_duration(const std::string& text) {
  static const std::map<std::string, std::int64_t> units = {
      {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  const auto digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos || !units.contains(text.substr(digits)))
    throw ScriptError("a duration is 500ms, 30s, 5m, 1h or 7d, not " + text);
  return std::stoll(text.substr(0, digits)) * units.at(text.substr(digits));
}

}  // namespace dogear::conversations
