// A message is described once, by its fields(), which passes each field to a Visitor. Decoder,
// encoder, JSON reader, JSON writer and schema printer are Visitors.
//
//   static void fields(auto& io, auto& self) {
//     io("groupId", self.group_id);
//     io("groupInstanceId", self.instance_id, since(7));          // std::optional: nullable
//     io("topics", self.topics, nullable(since(2)));              // null is legal from v2 on
//     io("clusterId", self.cluster_id, since(12), tag(0));        // a tagged field
//   }
//
// The default of a field is its initializer in the struct. fields() is instantiated only once for
// each message, with this abstract class (message.hpp): visitors that only read are therefore given
// the message as non-const, too, but never write to it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/error_code.hpp"
#include "base/slice.hpp"
#include "base/uuid.hpp"
#include "protocol/records.hpp"
#include "protocol/versions.hpp"

namespace dogear::protocol {

class Visitor;

constexpr int untagged = -1;

struct Tag {
  int number;
};
struct Nullable {
  Versions versions{};
};
constexpr Tag tag(int number) { return {number}; }
constexpr Nullable nullable(Versions versions) { return {versions}; }

struct Field {
  const char* name = "";
  Versions versions{};
  Versions nullable_in{};
  int tag = untagged;
  bool is_default = false;  // set for tagged fields only: those with their default are not written

  bool may_be_null(Version version) const { return nullable_in.contain(version); }
};

// A struct in the hands of a visitor; `present` is false for a null one.
struct StructRef {
  void* holder;  // the struct, or the std::optional around it
  bool is_nullable;
  bool (*present)(const void* holder);
  void (*set_present)(void* holder, bool present);
  void (*visit)(Visitor&, void* holder);
};

// An array in the hands of a visitor. Elements are visited as fields of the array's own name.
struct ArrayRef {
  void* holder;  // the std::vector, or the std::optional around it
  bool is_nullable;
  std::size_t element_bytes;  // what an element takes in memory, its own allocations left out
  bool (*present)(const void* holder);
  void (*set_present)(void* holder, bool present);
  std::size_t (*size)(const void* holder);
  void (*append)(void* holder);
  void (*visit_element)(Visitor&, const Field&, void* holder, std::size_t index);
  // Visits a default element, for the schema printer: its arrays are empty.
  void (*visit_default)(Visitor&, const Field&);
};

class Visitor {
 public:
  virtual ~Visitor() = default;

  template <class T, class... Attributes>
  void operator()(const char* name, T& value, Attributes... attributes) {
    Field field{.name = name, .versions = always, .nullable_in = always};
    (apply(field, attributes), ...);
    field.nullable_in = intersect(field.nullable_in, field.versions);
    if constexpr ((std::is_same_v<Attributes, Tag> || ...))
      field.is_default = equals_default(value);
    visit(field, value);
  }

  // Leaves. A nullable leaf is a std::optional.
  virtual void visit(const Field&, bool&) = 0;
  virtual void visit(const Field&, std::int8_t&) = 0;
  virtual void visit(const Field&, std::int16_t&) = 0;
  virtual void visit(const Field&, std::uint16_t&) = 0;
  virtual void visit(const Field&, std::int32_t&) = 0;
  virtual void visit(const Field&, std::uint32_t&) = 0;
  virtual void visit(const Field&, std::int64_t&) = 0;
  virtual void visit(const Field&, double&) = 0;
  virtual void visit(const Field&, ErrorCode&) = 0;
  virtual void visit(const Field&, Uuid&) = 0;
  virtual void visit(const Field&, std::string&) = 0;
  virtual void visit(const Field&, std::optional<std::string>&) = 0;
  virtual void visit(const Field&, Slice&) = 0;
  virtual void visit(const Field&, std::optional<Slice>&) = 0;
  virtual void visit(const Field&, NullableRecords&) = 0;
  virtual void visit_array(const Field&, const ArrayRef&) = 0;
  virtual void visit_struct(const Field&, const StructRef&) = 0;

  template <class T>
    requires std::is_class_v<T>
  void visit(const Field& field, T& value) {
    visit_composite(field, value);
  }

  // Visits the fields of a struct. Until it returns, tagged fields are compared with the defaults
  // of this struct.
  template <class T>
  void visit_fields(T& object) {
    static const T defaults{};
    const auto outer = frame_;
    frame_ = {reinterpret_cast<const char*>(&object), reinterpret_cast<const char*>(&defaults)};
    T::fields(*this, object);
    frame_ = outer;
  }

 private:
  struct Frame {
    const char* object = nullptr;
    const char* defaults = nullptr;
  };

  static void apply(Field& field, Versions versions) { field.versions = versions; }
  static void apply(Field& field, Tag tag) { field.tag = tag.number; }
  static void apply(Field& field, Nullable nullable) { field.nullable_in = nullable.versions; }

  // A field lies at the same place in every object of its struct, the default one included.
  template <class T>
  bool equals_default(const T& value) const {
    const auto place = reinterpret_cast<const char*>(&value) - frame_.object;
    return value == *reinterpret_cast<const T*>(frame_.defaults + place);
  }

  template <class T>
  void visit_composite(const Field& field, T& value);

  Frame frame_;
};

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

// The value inside a holder: the std::optional's, or the holder itself.
template <class Holder>
auto& held(void* holder) {
  auto& typed = *static_cast<Holder*>(holder);
  if constexpr (is_optional<Holder>)
    return *typed;
  else
    return typed;
}
template <class Holder>
bool present(const void* holder) {
  if constexpr (is_optional<Holder>)
    return static_cast<const Holder*>(holder)->has_value();
  else
    return true;
}
template <class Holder>
void set_present(void* holder, bool present) {
  if constexpr (is_optional<Holder>) {
    auto& typed = *static_cast<Holder*>(holder);
    present ? void(typed.emplace()) : typed.reset();
  } else if (present) {
    *static_cast<Holder*>(holder) = Holder{};
  }
}

template <class Holder, class Vector>
ArrayRef array_ref(Holder& holder) {
  using Element = typename Vector::value_type;
  return {.holder = &holder,
          .is_nullable = is_optional<Holder>,
          .element_bytes = sizeof(Element),
          .present = present<Holder>,
          .set_present = set_present<Holder>,
          .size = [](const void* h) { return held<Holder>(const_cast<void*>(h)).size(); },
          .append = [](void* h) { held<Holder>(h).emplace_back(); },
          .visit_element = [](Visitor& visitor, const Field& field, void* h,
                              std::size_t i) { visitor.visit(field, held<Holder>(h)[i]); },
          .visit_default =
              [](Visitor& visitor, const Field& field) {
                Element element{};
                visitor.visit(field, element);
              }};
}

template <class Holder>
StructRef struct_ref(Holder& holder) {
  return {.holder = &holder,
          .is_nullable = is_optional<Holder>,
          .present = present<Holder>,
          .set_present = set_present<Holder>,
          .visit = [](Visitor& visitor, void* h) { visitor.visit_fields(held<Holder>(h)); }};
}

}  // namespace detail

template <class T>
void Visitor::visit_composite(const Field& field, T& value) {
  if constexpr (detail::is_vector<T>) {
    visit_array(field, detail::array_ref<T, T>(value));
  } else if constexpr (detail::is_optional<T>) {
    using Inner = typename T::value_type;
    if constexpr (detail::is_vector<Inner>)
      visit_array(field, detail::array_ref<T, Inner>(value));
    else
      visit_struct(field, detail::struct_ref(value));
  } else {
    visit_struct(field, detail::struct_ref(value));
  }
}

}  // namespace dogear::protocol
