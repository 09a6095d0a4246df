#include "render.hpp"

#include <algorithm>
#include <regex>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include "broker/features.hpp"
#include "pretty.hpp"
#include "protocol/any_message.hpp"
#include "script.hpp"
#include "sugar.hpp"
#include "table.hpp"

namespace dogear::conversations {
namespace {

namespace json = boost::json;

constexpr std::string_view unknown = "?";

std::string text_of(const json::value& value) {
  const auto* text = value.if_string();
  return text ? std::string(text->data(), text->size()) : "";
}
bool is_name(const json::value& value) {
  const auto text = text_of(value);
  return text.size() > 1 && text.front() == '$';
}

const json::value* member_of(const json::value* object, std::string_view name) {
  return object && object->is_object() ? object->get_object().if_contains(name) : nullptr;
}

// Kafka's member ids: "<client id>-<UUID>".
bool is_drawn_member_id(const std::string& text) {
  static const std::regex form("[^]*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  return text.size() < 1000 && std::regex_match(text, form);
}

// A record of __consumer_offsets, as offsets_records.cpp shows it: its key has a type.
bool is_offsets_record(const json::object& record) {
  return member_of(record.if_contains("key"), "type") != nullptr;
}

// Values that get no name: an empty id, no producer, no session, no time, a member id that no
// broker has drawn.
bool stands_for_nothing(NameKind kind, const json::value& value) {
  if (value.is_null()) return true;
  if (const auto* text = value.if_string()) {
    if (kind == NameKind::member) return !is_drawn_member_id(text_of(value));
    return text->empty() ||
           (kind == NameKind::topic_id && text_of(value) == "AAAAAAAAAAAAAAAAAAAAAA");
  }
  return kind == NameKind::port ? false : value.to_number<std::int64_t>() <= 0;
}

class Renderer {
 public:
  enum class Unbound { bind, blank };
  Renderer(std::string_view api, Names& names, Unbound unbound)
      : api_(api), names_(names), unbound_(unbound) {}

  // Binds the names that the recorded answer has for its top-level fields, before nested fields
  // with the same values get names.
  void take_names(const json::value& answer, const json::value& expected) {
    const auto* object = answer.if_object();
    for (const auto& member : object ? *object : json::object()) {
      const auto* rule = find_rule(api_, member.key(), Treatment::captured);
      const auto* hint = member_of(&expected, member.key());
      if (!rule || rule->kind == NameKind::port || !hint || !is_name(*hint)) continue;
      if (names_.bound(text_of(*hint)) || stands_for_nothing(rule->kind, member.value())) continue;
      if (const auto name = names_.name_of(rule->kind, member.value()))
        throw ScriptError(text_of(*hint) + " is called " + *name + " already");
      names_.bind(text_of(*hint), rule->kind, member.value());
    }
  }

  json::value value(const json::value& value, const json::value* expected) {
    if (const auto* object = value.if_object()) return this->object(*object, expected);
    if (const auto* array = value.if_array()) return elements(*array, expected);
    return text(value);
  }

 private:
  json::value object(const json::object& object, const json::value* expected) {
    if (api_ == "records" && is_offsets_record(object)) {
      api_ = "__consumer_offsets";
      auto rendered = this->object(object, expected);
      api_ = "records";
      return rendered;
    }
    json::object rendered;
    const auto outer = std::exchange(around_, &object);
    for (const auto& member : object) {
      const std::string_view name(member.key().data(), member.key().size());
      rendered[name] = field(name, member.value(), member_of(expected, name));
    }
    around_ = outer;
    return rendered;
  }

  json::value field(std::string_view name, const json::value& value, const json::value* expected) {
    // Records are shown alike in the answers of all APIs.
    if (name == "records" && value.is_array()) {
      const auto outer = std::exchange(api_, "records");
      auto rendered = elements(value.get_array(), expected);
      api_ = outer;
      return rendered;
    }
    if (find_rule(api_, name, Treatment::ignored)) return "$any";
    if (expected && text_of(*expected) == "$any") return "$any";  // by hand, to get no name
    if (find_rule(api_, name, Treatment::moment)) return moment(name, value);
    if (find_rule(api_, name, Treatment::some)) return value == json::value(0) ? value : "$some";
    if (const auto* rule = find_rule(api_, name, Treatment::captured))
      return captured(*rule, value, expected);
    if (value.is_string() && find_rule(api_, name, Treatment::worded)) return worded(value);
    if (value.is_array() && find_rule(api_, name, Treatment::served))
      return elements(served(value.get_array()), expected);
    if (value.is_array() && find_rule(api_, name, Treatment::unordered))
      return elements(sorted(value.get_array()), expected);
    return this->value(value, expected);
  }

  json::value elements(const json::array& array, const json::value* expected) {
    json::array rendered;
    const auto* hints = expected ? expected->if_array() : nullptr;
    for (std::size_t i = 0; i < array.size(); ++i)
      rendered.push_back(value(array[i], hints && i < hints->size() ? &(*hints)[i] : nullptr));
    return rendered;
  }

  // Sorts by the elements as they are shown with "?" for values that have no name yet.
  json::array sorted(const json::array& array) {
    std::vector<std::pair<std::string, const json::value*>> keyed;
    for (const auto& element : array) {
      Renderer blank(api_, names_, Unbound::blank);
      keyed.emplace_back(compact(blank.value(element, nullptr)), &element);
    }
    std::stable_sort(keyed.begin(), keyed.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    json::array result;
    for (const auto& [key, element] : keyed) result.push_back(*element);
    return result;
  }

  static bool is_served(const json::object& row) {
    if (const auto* key = row.if_contains("apiKey"))
      return protocol::find_api(key->to_number<protocol::ApiKey>()) != nullptr;
    return broker::is_feature_told(text_of(row.at("name")));
  }

  static json::array served(const json::array& rows) {
    json::array result;
    for (const auto& row : rows)
      if (is_served(row.as_object())) result.push_back(row);
    return result;
  }

  json::value captured(const Rule& rule, const json::value& value, const json::value* expected) {
    if (stands_for_nothing(rule.kind, value)) return value;
    if (rule.kind == NameKind::time && !is_recent(value) && !names_.name_of(rule.kind, value))
      return value;
    if (rule.kind == NameKind::port) return port(value);
    if (rule.kind == NameKind::node && !several_nodes()) return value;
    if (auto name = names_.name_of(rule.kind, value)) return json::value(*name);
    if (unbound_ == Unbound::blank) return json::value(unknown);
    const auto hinted = expected && is_name(*expected) && !names_.bound(text_of(*expected));
    const auto name = hinted ? text_of(*expected) : fresh_name(rule.kind);
    names_.bind(name, rule.kind, value);
    return json::value(name);
  }

  json::value moment(std::string_view name, const json::value& value) const {
    if (!value.is_number() || !is_recent(value)) return value;
    const auto* commit = around_->if_contains("commitTimestamp");
    if (!commit || name == "commitTimestamp") return "$then";
    const auto after = value.to_number<std::int64_t>() - commit->to_number<std::int64_t>();
    return json::value("$then+" + std::to_string(after) + "ms");
  }

  bool several_nodes() const { return names_.bound("$port2"); }

  // Ports are bound from the start, as $port1, … A node that has a name gives it to its port, too.
  json::value port(const json::value& value) {
    const auto* node = around_->if_contains("nodeId");
    if (!node) node = around_->if_contains("brokerId");
    const auto own = "$port" + (node ? compact(*node) : "");
    if (!names_.bound(own) || names_.resolve(own) != value) return value;
    const auto name = names_.name_of(NameKind::node, *node);
    return json::value(name ? *name + ".port" : own);
  }

  // A time within a day of now is taken for the broker's; any other was chosen by a client.
  bool is_recent(const json::value& value) const {
    constexpr std::int64_t day_ms = 86'400'000;
    return std::abs(value.to_number<std::int64_t>() - names_.now()) < day_ms;
  }

  // A topic id is named after its topic: "$orders.id".
  std::string fresh_name(NameKind kind) {
    if (kind != NameKind::topic_id) return names_.fresh(kind);
    for (const auto* field : {"name", "topic"}) {
      const auto* topic = around_->if_contains(field);
      if (!topic || text_of(*topic).empty()) continue;
      const auto shown = text_of(text(*topic));
      return (shown.front() == '$' ? shown : "$" + shown) + ".id";
    }
    return names_.fresh(kind) + ".id";
  }

  json::value text(const json::value& value) {
    if (!value.is_string()) return value;
    if (const auto name = names_.name_of(NameKind::text, value)) return json::value(*name);
    constexpr std::size_t long_text = 1000;
    if (value.get_string().size() > long_text) return shown(bytes_of(text_of(value)));
    return json::value(names_.with_names(text_of(value)));
  }

  // Numbers of 13 digits or more are times, or derived from times: they differ in every recording.
  json::value worded(const json::value& value) {
    static const std::regex long_number("-?[0-9]{13,}");
    return json::value(std::regex_replace(text_of(text(value)), long_number, "$$number"));
  }

  std::string_view api_;
  Names& names_;
  Unbound unbound_;
  const json::object* around_ = nullptr;
};

class Comparison {
 public:
  explicit Comparison(std::string_view api) : api_(api) {}
  std::vector<std::string> finish() { return std::move(found_); }

  void compare(const std::string& path, std::string_view field, const json::value& expected,
               const json::value& actual) {
    if (text_of(expected) == "$any" || text_of(actual) == "$any") return;
    if (expected.is_object() && actual.is_object())
      return objects(path, expected.get_object(), actual.get_object());
    if (expected.is_array() && actual.is_array())
      return arrays(path, field, expected.get_array(), actual.get_array());
    if (expected != actual)
      found_.push_back(path + " is " + compact(actual) + ", Kafka's was " + compact(expected));
  }

 private:
  void objects(const std::string& path, const json::object& expected, const json::object& actual) {
    for (const auto& member : expected) {
      const auto name = std::string(member.key());
      if (const auto* other = actual.if_contains(name))
        compare(path + "." + name, name, member.value(), *other);
      else if (text_of(member.value()) != "$any")
        found_.push_back(path + "." + name + " is missing, Kafka's was " + compact(member.value()));
    }
    for (const auto& member : actual)
      if (!expected.contains(member.key()))
        found_.push_back(path + "." + std::string(member.key()) + " is " + compact(member.value()) +
                         ", Kafka had none");
  }
  void arrays(const std::string& path, std::string_view field, const json::array& expected,
              const json::array& actual) {
    if (expected.size() != actual.size())
      found_.push_back(path + " has " + std::to_string(actual.size()) + " elements, Kafka's had " +
                       std::to_string(expected.size()) + ": " + compact(actual));
    for (std::size_t i = 0; i < std::min(expected.size(), actual.size()); ++i)
      compare(path + "[" + std::to_string(i) + "]", field, expected[i], actual[i]);
  }

  std::string_view api_;
  std::vector<std::string> found_;
};

}  // namespace

json::value render(std::string_view api, const json::value& answer, const json::value& expected,
                   Names& names) {
  Renderer renderer(api, names, Renderer::Unbound::bind);
  renderer.take_names(answer, expected);
  return renderer.value(answer, &expected);
}

std::vector<std::string> differences(std::string_view api, const json::value& expected,
                                     const json::value& actual) {
  Comparison comparison(api);
  comparison.compare("answer", "", expected, actual);
  return comparison.finish();
}

}  // namespace dogear::conversations
