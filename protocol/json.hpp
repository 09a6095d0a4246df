// Messages as JSON, in the shape of Kafka's own JSON converters: names in lowerCamelCase, bytes and
// records in base64, ids as Kafka prints them, error codes by name. When it is read, an error code
// may also be a number.
#pragma once
#include <algorithm>
#include <string>

#include <boost/json/value.hpp>

#include "protocol/base64.hpp"
#include "protocol/encoder.hpp"
#include "protocol/visitor.hpp"

namespace dogear::protocol {

class JsonWriter final : public Visitor {
 public:
  explicit JsonWriter(Version version) : version_(version) {}
  boost::json::value finish() { return std::move(object_); }

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
  bool wanted(const Field& field) const {
    return field.versions.contain(version_) && !(field.tag != untagged && field.is_default);
  }
  void put(const Field& field, boost::json::value value);
  void put_base64(const Field& field, ByteSpan bytes);

  Version version_;
  boost::json::object object_;
  boost::json::array* array_ = nullptr;  // where elements go while an array is being written
};

class JsonReader final : public Visitor {
 public:
  JsonReader(const boost::json::value& json, Version version) : version_(version), json_(&json) {}

  // visit_fields must visit the fields of the struct that the JSON describes.
  template <class VisitFields>
  void read(VisitFields visit_fields) {
    read_object(Field{.name = "message"}, *json_, visit_fields);
  }
  // What does not fit and where; empty when all did.
  const std::string& error() const { return error_; }

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
  template <class VisitFields>
  void read_object(const Field& field, const boost::json::value& json, VisitFields visit_fields);
  // The value of the field in the current object; null if it is absent or of a version without it.
  const boost::json::value* find(const Field& field);
  template <class T>
  void read_integer(const Field& field, T& value);
  // A text, or nothing (and an error) where the field holds something else.
  const boost::json::string* read_text(const Field& field, const boost::json::value& json);
  std::optional<Slice> read_base64(const Field& field, const boost::json::value& json);
  bool read_null(const Field& field, const boost::json::value& json);
  void fail(const Field& field, std::string_view why);

  Version version_;
  const boost::json::value* json_;       // the object being read, or the element
  bool in_array_ = false;                // json_ is an element: find() answers json_ itself
  std::vector<std::string_view> known_;  // fields met in the current object
  std::string error_;
};

template <class VisitFields>
void JsonReader::read_object(const Field& field, const boost::json::value& json,
                             VisitFields visit_fields) {
  const auto outer_json = std::exchange(json_, &json);
  const auto outer_in_array = std::exchange(in_array_, false);
  const auto outer_known = std::exchange(known_, {});
  if (!json.is_object()) {
    fail(field, "is not an object");
  } else {
    visit_fields();
    for (const auto& member : json.get_object()) {
      const std::string_view name(member.key().data(), member.key().size());
      if (std::find(known_.begin(), known_.end(), name) == known_.end())
        fail(Field{.name = member.key_c_str()}, "is not a field of this message");
    }
  }
  json_ = outer_json;
  in_array_ = outer_in_array;
  known_ = outer_known;
}

}  // namespace dogear::protocol
