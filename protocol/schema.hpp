// Prints a description as text, one line a field, to be compared with Kafka's own definitions:
//
//   groupInstanceId string 7+ nullable 7+ default null
//   topics []struct 2+
//     name string 2-9
//     high_watermark int64 18+ tag 1 default 9223372036854775807
//
// Versions are those in which the field travels: cut to the versions of its API and of the struct
// around it. A default is printed where it is not the zero of its type.
#pragma once
#include <string>

#include "protocol/visitor.hpp"

namespace dogear::protocol {

class SchemaPrinter final : public Visitor {
 public:
  explicit SchemaPrinter(const Api& api) : api_(api), scope_(api.versions) {}
  std::string finish() { return std::move(text_); }

  void visit(const Field&, bool&) override;
  void visit(const Field&, std::int8_t&) override;
  void visit(const Field&, std::int16_t&) override;
  void visit(const Field&, std::uint16_t&) override;
  void visit(const Field&, std::int32_t&) override;
  void visit(const Field&, std::uint32_t&) override;
  void visit(const Field&, std::int64_t&) override;
  void visit(const Field&, double&) override;
  void visit(const Field&, ErrorCode&) override;
  void visit(const Field&, Uuid&) override;
  void visit(const Field&, std::string&) override;
  void visit(const Field&, std::optional<std::string>&) override;
  void visit(const Field&, Slice&) override;
  void visit(const Field&, std::optional<Slice>&) override;
  void visit(const Field&, NullableRecords&) override;
  void visit_array(const Field&, const ArrayRef&) override;
  void visit_struct(const Field&, const StructRef&) override;

 private:
  enum class CanBeNull { no, yes };
  // A line, unless this is an element of an array: that only completes the line of the array.
  void line(const Field& field, std::string_view type, std::string_view default_value,
            CanBeNull can_be_null);
  void number(const Field& field, std::string_view type, std::int64_t value);
  std::string ranges(Versions versions) const;
  // " nullable 2+", or nothing where null never travels.
  std::string nullability(const Field& field) const;

  Api api_;
  Versions scope_;  // of the struct around the field
  std::string text_;
  std::string array_prefix_;
  std::string array_suffix_;
  int depth_ = 0;
};

}  // namespace dogear::protocol
