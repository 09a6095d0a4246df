#include "protocol/json.hpp"

#include <cmath>
#include <limits>
#include <optional>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <fmt/format.h>

namespace dogear::protocol {

namespace json = boost::json;

namespace {

// JSON has no infinities and no NaN. They are written as strings, as Kafka's tools do.
std::string_view name_of_not_finite(double value) {
  if (std::isnan(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

std::optional<double> not_finite_of(std::string_view name) {
  using Limits = std::numeric_limits<double>;
  for (const auto value : {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()})
    if (name == name_of_not_finite(value)) return value;
  return std::nullopt;
}

}  // namespace

// --- writer

void JsonWriter::put(const Field& field, json::value value) {
  if (!wanted(field)) return;
  if (array_)
    array_->push_back(std::move(value));
  else
    object_[field.name] = std::move(value);
}

void JsonWriter::put_base64(const Field& field, ByteSpan bytes) {
  if (wanted(field)) put(field, json::value(to_base64(bytes)));
}

void JsonWriter::visit(const Field& field, bool& value) { put(field, value); }
void JsonWriter::visit(const Field& field, std::int8_t& value) { put(field, value); }
void JsonWriter::visit(const Field& field, std::int16_t& value) { put(field, value); }
void JsonWriter::visit(const Field& field, std::uint16_t& value) { put(field, value); }
void JsonWriter::visit(const Field& field, std::int32_t& value) { put(field, value); }
void JsonWriter::visit(const Field& field, std::uint32_t& value) { put(field, value); }
void JsonWriter::visit(const Field& field, std::int64_t& value) { put(field, value); }
void JsonWriter::visit(const Field& field, double& value) {
  put(field, std::isfinite(value) ? json::value(value) : json::value(name_of_not_finite(value)));
}
void JsonWriter::visit(const Field& field, ErrorCode& value) {
  const auto name = name_of(value);
  if (name.empty())
    put(field, static_cast<std::int16_t>(value));
  else
    put(field, json::value(json::string(name.data(), name.size())));
}
void JsonWriter::visit(const Field& field, Uuid& value) {
  put(field, json::value(value.to_string()));
}
void JsonWriter::visit(const Field& field, std::string& value) { put(field, json::value(value)); }
void JsonWriter::visit(const Field& field, std::optional<std::string>& value) {
  put(field, value ? json::value(*value) : json::value());
}
void JsonWriter::visit(const Field& field, Slice& value) { put_base64(field, value.bytes()); }
void JsonWriter::visit(const Field& field, std::optional<Slice>& value) {
  value ? put_base64(field, value->bytes()) : put(field, nullptr);
}
void JsonWriter::visit(const Field& field, NullableRecords& value) {
  value ? put_base64(field, flattened(value->slices)) : put(field, nullptr);
}

void JsonWriter::visit_array(const Field& field, const ArrayRef& ref) {
  if (!wanted(field)) return;
  if (!ref.present(ref.holder)) return put(field, nullptr);
  json::array elements;
  auto element = field;
  element.tag = untagged;
  const auto outer = std::exchange(array_, &elements);
  for (std::size_t i = 0; i < ref.size(ref.holder); ++i)
    ref.visit_element(*this, element, ref.holder, i);
  array_ = outer;
  put(field, std::move(elements));
}

void JsonWriter::visit_struct(const Field& field, const StructRef& ref) {
  if (!wanted(field)) return;
  if (!ref.present(ref.holder)) return put(field, nullptr);
  auto outer_object = std::exchange(object_, {});
  const auto outer_array = std::exchange(array_, nullptr);
  ref.visit(*this, ref.holder);
  array_ = outer_array;
  json::value written = std::exchange(object_, std::move(outer_object));
  put(field, std::move(written));
}

// --- reader

void JsonReader::fail(const Field& field, std::string_view why) {
  if (error_.empty()) error_ = fmt::format("{} {}", field.name, why);
}

const json::value* JsonReader::find(const Field& field) {
  if (!error_.empty()) return nullptr;
  if (in_array_) return json_;
  if (!field.versions.contain(version_)) return nullptr;
  known_.emplace_back(field.name);
  return json_->get_object().if_contains(field.name);
}

bool JsonReader::read_null(const Field& field, const json::value& json) {
  if (!json.is_null()) return false;
  if (!field.may_be_null(version_)) fail(field, "may not be null in this version");
  return true;
}

template <class T>
void JsonReader::read_integer(const Field& field, T& value) {
  const auto* json = find(field);
  if (!json) return;
  boost::system::error_code error;
  const auto number = json->to_number<std::int64_t>(error);
  if (error || number < std::numeric_limits<T>::min() ||
      (sizeof(T) < sizeof number &&
       number > static_cast<std::int64_t>(std::numeric_limits<T>::max())))
    return fail(field, "is not an integer of its size");
  value = static_cast<T>(number);
}

const json::string* JsonReader::read_text(const Field& field, const json::value& json) {
  if (!json.is_string()) fail(field, "is not a string");
  return json.if_string();
}

std::optional<Slice> JsonReader::read_base64(const Field& field, const json::value& json) {
  const auto* text = read_text(field, json);
  if (!text) return std::nullopt;
  const auto bytes = from_base64({text->data(), text->size()});
  if (!bytes) {
    fail(field, "is not base64");
    return std::nullopt;
  }
  return Slice::copy_of(bytes_of(*bytes));
}

void JsonReader::visit(const Field& field, bool& value) {
  const auto* json = find(field);
  if (!json) return;
  if (!json->is_bool()) return fail(field, "is neither true nor false");
  value = json->get_bool();
}
void JsonReader::visit(const Field& field, std::int8_t& value) { read_integer(field, value); }
void JsonReader::visit(const Field& field, std::int16_t& value) { read_integer(field, value); }
void JsonReader::visit(const Field& field, std::uint16_t& value) { read_integer(field, value); }
void JsonReader::visit(const Field& field, std::int32_t& value) { read_integer(field, value); }
void JsonReader::visit(const Field& field, std::uint32_t& value) { read_integer(field, value); }
void JsonReader::visit(const Field& field, std::int64_t& value) { read_integer(field, value); }
void JsonReader::visit(const Field& field, double& value) {
  const auto* json = find(field);
  if (!json) return;
  if (const auto named = json->is_string() ? not_finite_of(json->get_string()) : std::nullopt)
    value = *named;
  else if (json->is_number())
    value = json->to_number<double>();
  else
    fail(field, "is not a number");
}
void JsonReader::visit(const Field& field, ErrorCode& value) {
  const auto* json = find(field);
  if (!json) return;
  if (json->is_string()) {
    const auto code = error_code_named({json->get_string().data(), json->get_string().size()});
    return code ? void(value = *code) : fail(field, "is not the name of an error of Kafka's");
  }
  auto number = static_cast<std::int16_t>(value);
  read_integer(field, number);
  value = static_cast<ErrorCode>(number);
}
void JsonReader::visit(const Field& field, Uuid& value) {
  const auto* json = find(field);
  if (!json) return;
  const auto* text = read_text(field, *json);
  if (!text) return;
  const auto id = Uuid::parse({text->data(), text->size()});
  id ? void(value = *id) : fail(field, "is not an id of 22 base64 characters");
}
void JsonReader::visit(const Field& field, std::string& value) {
  const auto* json = find(field);
  if (!json) return;
  if (const auto* text = read_text(field, *json)) value.assign(text->data(), text->size());
}
void JsonReader::visit(const Field& field, std::optional<std::string>& value) {
  const auto* json = find(field);
  if (!json) return;
  value.reset();
  if (read_null(field, *json)) return;
  if (const auto* text = read_text(field, *json)) value.emplace(text->data(), text->size());
}
void JsonReader::visit(const Field& field, Slice& value) {
  if (const auto* json = find(field)) value = read_base64(field, *json).value_or(Slice{});
}
void JsonReader::visit(const Field& field, std::optional<Slice>& value) {
  const auto* json = find(field);
  if (!json) return;
  value.reset();
  if (!read_null(field, *json)) value = read_base64(field, *json);
}
void JsonReader::visit(const Field& field, NullableRecords& value) {
  const auto* json = find(field);
  if (!json) return;
  value.reset();
  if (read_null(field, *json)) return;
  if (auto bytes = read_base64(field, *json)) value = Records(std::move(*bytes));
}

void JsonReader::visit_array(const Field& field, const ArrayRef& ref) {
  const auto* json = find(field);
  if (!json) return;
  if (json->is_null() && ref.is_nullable) {
    read_null(field, *json);
    return ref.set_present(ref.holder, false);
  }
  if (!json->is_array()) return fail(field, "is not an array");
  ref.set_present(ref.holder, true);
  auto element = field;
  element.tag = untagged;
  const auto outer_json = json_;
  const auto outer_in_array = std::exchange(in_array_, true);
  for (const auto& item : json->get_array()) {
    json_ = &item;
    ref.append(ref.holder);
    ref.visit_element(*this, element, ref.holder, ref.size(ref.holder) - 1);
  }
  json_ = outer_json;
  in_array_ = outer_in_array;
}

void JsonReader::visit_struct(const Field& field, const StructRef& ref) {
  const auto* json = find(field);
  if (!json) return;
  if (json->is_null() && ref.is_nullable) {
    read_null(field, *json);
    return ref.set_present(ref.holder, false);
  }
  ref.set_present(ref.holder, true);
  read_object(field, *json, [&] { ref.visit(*this, ref.holder); });
}

}  // namespace dogear::protocol
