#include "sugar.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include "consumer_protocol.hpp"
#include "protocol/json.hpp"
#include "records.hpp"
#include "script.hpp"

namespace dogear::conversations {
namespace {

namespace json = boost::json;

enum class Content { records, subscription, assignment };

// The fields that are shown in a readable form. Fields of the same name in other APIs hold
// something else.
struct ByteField {
  std::string_view api;
  std::string_view field;
  Content content;
};
constexpr ByteField byte_fields[] = {
    {"Produce", "records", Content::records},
    {"Fetch", "records", Content::records},
    {"JoinGroup", "metadata", Content::subscription},
    {"DescribeGroups", "memberMetadata", Content::subscription},
    {"SyncGroup", "assignment", Content::assignment},
    {"DescribeGroups", "memberAssignment", Content::assignment},
    {"__consumer_offsets", "subscription", Content::subscription},
    {"__consumer_offsets", "assignment", Content::assignment},
};

const ByteField* find_field(std::string_view api, std::string_view field) {
  const auto found = std::find_if(std::begin(byte_fields), std::end(byte_fields),
                                  [&](const auto& f) { return f.api == api && f.field == field; });
  return found == std::end(byte_fields) ? nullptr : found;
}

json::value convert(std::string_view api, const json::value& value, auto convert_bytes) {
  if (const auto* array = value.if_array()) {
    json::array result;
    for (const auto& element : *array) result.push_back(convert(api, element, convert_bytes));
    return result;
  }
  if (const auto* object = value.if_object()) {
    json::object result;
    for (const auto& member : *object) {
      const auto* field = member.value().is_null() ? nullptr : find_field(api, member.key());
      result[member.key()] = field ? convert_bytes(field->content, member.value())
                                   : convert(api, member.value(), convert_bytes);
    }
    return result;
  }
  return value;
}

// --- long values

std::int64_t times_of(const json::object& object) {
  const auto* times = object.if_contains("times");
  return times ? times->to_number<std::int64_t>() : 1;
}

// The value with every "#" replaced by the number of the element.
json::value numbered(const json::value& value, const std::string& number) {
  if (const auto* text = value.if_string()) {
    std::string result(text->data(), text->size());
    for (auto at = result.find('#'); at != std::string::npos; at = result.find('#', at))
      result.replace(at, 1, number);
    return json::value(result);
  }
  if (const auto* object = value.if_object()) {
    json::object result;
    for (const auto& member : *object) result[member.key()] = numbered(member.value(), number);
    return result;
  }
  return value;
}

json::value written_out(const json::value& value);

void write_out_element(const json::value& element, json::array& result) {
  const auto* object = element.if_object();
  const auto* each = object ? object->if_contains("each") : nullptr;
  if (!each) return result.push_back(written_out(element));
  for (std::int64_t i = 1; i <= times_of(*object); ++i)
    result.push_back(numbered(*each, std::to_string(i)));
}

json::value written_out(const json::value& value) {
  if (const auto* array = value.if_array()) {
    json::array result;
    for (const auto& element : *array) write_out_element(element, result);
    return result;
  }
  const auto* object = value.if_object();
  if (!object) return value;
  if (object->size() == 2 && object->contains("text") && object->contains("times")) {
    const auto bytes = bytes_from(value);
    return json::value(text_of(bytes));
  }
  json::object result;
  for (const auto& member : *object) result[member.key()] = written_out(member.value());
  return result;
}

std::vector<std::uint8_t> from_sugar(Content content, const json::value& value, std::int64_t now) {
  if (content == Content::records && value.is_array()) return records_from(value, now);
  if (const auto* object = value.if_object()) {
    if (const auto* given = object->if_contains("subscription")) return subscription_from(*given);
    if (const auto* given = object->if_contains("assignment")) return assignment_from(*given);
  }
  return bytes_from(value);
}

json::value to_sugar(Content content, ByteSpan bytes) {
  if (content == Content::records) return show_records(bytes);
  if (content == Content::subscription) {
    if (auto subscription = show_subscription(bytes))
      return json::object{{"subscription", std::move(*subscription)}};
  } else if (auto assignment = show_assignment(bytes)) {
    return json::object{{"assignment", std::move(*assignment)}};
  }
  return shown(bytes);
}

}  // namespace

json::value without_sugar(std::string_view api, const json::value& message, std::int64_t now) {
  return convert(api, written_out(message), [&](Content content, const json::value& value) {
    return json::value(protocol::to_base64(from_sugar(content, value, now)));
  });
}

json::value with_sugar(std::string_view api, const json::value& message) {
  return convert(api, message, [&](Content content, const json::value& value) {
    const auto& text = value.as_string();
    const auto bytes = protocol::from_base64({text.data(), text.size()});
    return to_sugar(content, bytes_of(bytes.value()));
  });
}

std::vector<std::uint8_t> bytes_from(const json::value& value) {
  if (const auto* text = value.if_string()) return {text->begin(), text->end()};
  const auto* object = value.if_object();
  if (const auto* hex = object ? object->if_contains("hex") : nullptr)
    return from_hex({hex->as_string().data(), hex->as_string().size()});
  const auto* text = object ? object->if_contains("text") : nullptr;
  if (!text) throw ScriptError("bytes are a text, {\"hex\":…} or {\"text\":…, \"times\":…}");
  std::vector<std::uint8_t> bytes;
  for (auto i = times_of(*object); i > 0; --i)
    bytes.insert(bytes.end(), text->as_string().begin(), text->as_string().end());
  return bytes;
}

json::value shown(ByteSpan bytes) {
  const auto printable = [](std::uint8_t byte) { return byte >= 0x20 && byte < 0x7F; };
  if (!std::all_of(bytes.begin(), bytes.end(), printable))
    return json::object{{"hex", to_hex(bytes)}};
  constexpr std::size_t long_text = 64;
  const auto text = text_of(bytes);
  const auto one_letter = text.find_first_not_of(text.substr(0, 1)) == std::string::npos;
  if (text.size() > long_text && one_letter)
    return json::object{{"text", text.substr(0, 1)}, {"times", text.size()}};
  return json::value(text);
}

std::string to_hex(ByteSpan bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::vector<std::uint8_t> from_hex(std::string_view text) {
  std::string digits;
  for (const auto c : text)
    if (!std::isspace(static_cast<unsigned char>(c))) digits += c;
  if (digits.size() % 2 != 0 ||
      digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
    throw ScriptError("not bytes in hexadecimal: " + digits);
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  return bytes;
}

}  // namespace dogear::conversations
