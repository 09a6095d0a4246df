// The $names of one conversation. A name is bound to a value where it first occurs, and keeps it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

namespace dogear::conversations {

// What a name stands for. A value has at most one name of each kind.
enum class NameKind { text, member, topic_id, producer, session, time, cluster, node, port };

class Names {
 public:
  // `suffix` is appended to texts, so that several conversations can share a broker; `now` is the
  // time at which this one began, the value of $now.
  Names(std::string suffix, std::int64_t now) : suffix_(std::move(suffix)), now_(now) {}

  std::int64_t now() const { return now_; }
  void bind(const std::string& name, NameKind kind, boost::json::value value);
  bool bound(const std::string& name) const { return values_.contains(name); }
  std::optional<std::string> name_of(NameKind kind, const boost::json::value& value) const;
  // A name for something that the file has no name for yet: $member1, $member2, …
  std::string fresh(NameKind kind) const;
  // The value of a name in a request. $now, $now+5s and $now-1h are times; any other name that is
  // not bound yet is bound to a text: $orders to "orders" and the suffix.
  boost::json::value resolve(const std::string& name);
  // `json` with every "$name" replaced by its value.
  boost::json::value resolve_all(const boost::json::value& json);
  // `text` with every bound value of eight characters or more replaced by its name.
  std::string with_names(std::string text) const;

 private:
  struct Key {
    NameKind kind;
    std::string value;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  std::string suffix_;
  std::int64_t now_;
  std::map<std::string, boost::json::value> values_;
  std::map<Key, std::string> names_;
};

// "30s", "500ms", "5m", "1h", "7d" in milliseconds; throws ScriptError for anything else.
std::int64_t parse_duration(const std::string& text);

}  // namespace dogear::conversations
