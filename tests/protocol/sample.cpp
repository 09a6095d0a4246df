#include "sample.hpp"

#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include "base/derive.hpp"
#include "protocol/json.hpp"

namespace dogear::protocol {
namespace {

namespace json = boost::json;

class Sampler {
 public:
  Sampler(Version version, Fill fill) : version_(version), fill_(fill) {}

  json::value object(const std::vector<SchemaField>& fields) {
    json::object result;
    for (const auto& field : fields) {
      if (!field.versions.contain(version_)) continue;
      if (field.tagged && fill_ == Fill::untagged_alone) continue;
      result[field.name] = value(field);
    }
    return result;
  }

 private:
  json::value value(const SchemaField& field) {
    // A tagged field that is null by default does not travel when it is null.
    const auto absent_when_null = field.tagged && field.default_value == "null";
    if (fill_ == Fill::nulls && field.may_be_null(version_) && !absent_when_null) return nullptr;
    if (!field.type.starts_with("[]")) return single(field, field.type);
    json::array elements;
    const auto count = fill_ == Fill::empty && !field.tagged ? 0 : 2;
    for (int i = 0; i < count; ++i) elements.push_back(single(field, field.type.substr(2)));
    return elements;
  }

  json::value single(const SchemaField& field, const std::string& type) {
    ++ordinal_;
    if (type == "struct") return object(field.fields);
    if (type == "bool") return field.default_value != "true";
    if (type == "uuid")
      return json::value(derive_uuid(Seed{1}, "sample", {}, ordinal_).to_string());
    if (type == "float64") return static_cast<double>(ordinal_) + 0.25;
    if (type == "int8") return ordinal_ % 100 + 1;
    if (type == "int16" && field.name.ends_with("rrorCode")) return "NOT_COORDINATOR";
    if (type.starts_with("int") || type.starts_with("uint")) return ordinal_ + 1000;
    const auto text = fill_ == Fill::empty && !field.tagged ? "" : "é" + std::to_string(ordinal_);
    if (type == "string") return json::value(text);
    if (type == "bytes" || type == "records") return json::value(to_base64(bytes_of(text)));
    throw std::logic_error("a type that the sampler does not know: " + type);
  }

  Version version_;
  Fill fill_;
  std::int64_t ordinal_ = 0;
};

}  // namespace

json::value sample(const SchemaMessage& message, Version version, Fill fill) {
  return Sampler(version, fill).object(message.fields);
}

}  // namespace dogear::protocol
