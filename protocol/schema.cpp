#include "protocol/schema.hpp"

#include <fmt/format.h>

namespace dogear::protocol {

std::string SchemaPrinter::ranges(Versions versions) const {
  const auto cut = intersect(versions, scope_);
  if (cut.empty()) return "never";
  if (cut.last == api_.versions.last) return fmt::format("{}+", cut.first);
  if (cut.first == cut.last) return fmt::format("{}", cut.first);
  return fmt::format("{}-{}", cut.first, cut.last);
}

std::string SchemaPrinter::nullability(const Field& field) const {
  const auto nullable = intersect(field.nullable_in, scope_);
  return nullable.empty() ? "" : fmt::format(" nullable {}", ranges(nullable));
}

void SchemaPrinter::line(const Field& field, std::string_view type, std::string_view default_value,
                         CanBeNull can_be_null) {
  const auto prefix = std::exchange(array_prefix_, {});
  const auto suffix = std::exchange(array_suffix_, {});
  const auto in_array = !prefix.empty();
  text_ += fmt::format("{:{}}{} {}{} {}", "", depth_ * 2, field.name, prefix, type,
                       ranges(field.versions));
  if (field.tag != untagged) text_ += fmt::format(" tag {}", field.tag);
  if (in_array)
    text_ += suffix;
  else if (can_be_null == CanBeNull::yes)
    text_ += nullability(field);
  if (!in_array && !default_value.empty()) text_ += fmt::format(" default {}", default_value);
  text_ += '\n';
}

void SchemaPrinter::number(const Field& field, std::string_view type, std::int64_t value) {
  line(field, type, value == 0 ? "" : fmt::format("{}", value), CanBeNull::no);
}

void SchemaPrinter::visit(const Field& field, bool& value) {
  line(field, "bool", value ? "true" : "", CanBeNull::no);
}
void SchemaPrinter::visit(const Field& field, std::int8_t& value) { number(field, "int8", value); }
void SchemaPrinter::visit(const Field& field, std::int16_t& value) {
  number(field, "int16", value);
}
void SchemaPrinter::visit(const Field& field, std::uint16_t& value) {
  number(field, "uint16", value);
}
void SchemaPrinter::visit(const Field& field, std::int32_t& value) {
  number(field, "int32", value);
}
void SchemaPrinter::visit(const Field& field, std::uint32_t& value) {
  number(field, "uint32", value);
}
void SchemaPrinter::visit(const Field& field, std::int64_t& value) {
  number(field, "int64", value);
}
void SchemaPrinter::visit(const Field& field, double& value) {
  line(field, "float64", value == 0 ? "" : fmt::format("{}", value), CanBeNull::no);
}
void SchemaPrinter::visit(const Field& field, ErrorCode& value) {
  number(field, "int16", static_cast<std::int16_t>(value));
}
void SchemaPrinter::visit(const Field& field, Uuid&) { line(field, "uuid", "", CanBeNull::no); }
void SchemaPrinter::visit(const Field& field, std::string& value) {
  line(field, "string", value, CanBeNull::no);
}
void SchemaPrinter::visit(const Field& field, std::optional<std::string>& value) {
  line(field, "string", value ? *value : "null", CanBeNull::yes);
}
void SchemaPrinter::visit(const Field& field, Slice&) { line(field, "bytes", "", CanBeNull::no); }
void SchemaPrinter::visit(const Field& field, std::optional<Slice>& value) {
  line(field, "bytes", value ? "" : "null", CanBeNull::yes);
}
void SchemaPrinter::visit(const Field& field, NullableRecords& value) {
  line(field, "records", value ? "" : "null", CanBeNull::yes);
}

void SchemaPrinter::visit_array(const Field& field, const ArrayRef& array) {
  array_prefix_ += "[]";
  if (array.is_nullable) array_suffix_ += nullability(field);
  if (array.is_nullable && !array.present(array.holder)) array_suffix_ += " default null";
  array.visit_default(*this, field);
}

void SchemaPrinter::visit_struct(const Field& field, const StructRef& object) {
  const auto present = object.present(object.holder);
  line(field, "struct", object.is_nullable && !present ? "null" : "",
       object.is_nullable ? CanBeNull::yes : CanBeNull::no);
  object.set_present(object.holder, true);  // a printer is given objects to print, not to keep
  const auto outer = std::exchange(scope_, intersect(scope_, field.versions));
  ++depth_;
  object.visit(*this, object.holder);
  --depth_;
  scope_ = outer;
}

}  // namespace dogear::protocol
