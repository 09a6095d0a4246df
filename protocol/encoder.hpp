// Writes Kafka's wire format as a chain of slices, for one gathered write: fields are encoded into
// the encoder's own buffer, records are passed on without being copied.
#pragma once
#include <string_view>
#include <vector>

#include "protocol/visitor.hpp"

namespace dogear::protocol {

using ByteChain = std::vector<Slice>;

std::size_t size_of(const ByteChain& chain);
// One contiguous copy, for tests and tools.
std::vector<std::uint8_t> flattened(const ByteChain& chain);

class Encoder final : public Visitor {
 public:
  Encoder(Version version, bool flexible) : version_(version), flexible_(flexible) {}

  template <class T>
  void write_struct(const T& message) {
    auto& object = const_cast<T&>(message);  // an encoder never writes to a field
    visit_fields(object);
    if (flexible_) write_tags([&] { visit_fields(object); });
  }

  void put_int16(std::int16_t value);
  void put_int32(std::int32_t value);
  void put_nullable_string16(const std::optional<std::string>& text);
  void put_no_tags();

  // Leaves room for the int32 size that precedes a frame.
  void begin_frame() { put_int32(0); }
  // Both give nothing when a text was longer than 32767 bytes: Kafka fails to write one, too. Nor
  // is there a frame of 2 GiB and more.
  ByteChain finish_frame();
  ByteChain finish();
  // The first error code other than NONE that was written; NONE if there was none.
  ErrorCode first_error() const { return first_error_; }

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
  using Buffer = std::vector<std::uint8_t>;
  enum class Pass { fields, tags };
  struct TaggedField {
    int number;
    Buffer bytes;
  };
  struct Insertion {
    std::size_t at;  // how many bytes of the buffer precede the records
    Slice records;
  };

  bool wanted(const Field& field) const {
    if (!field.versions.contain(version_)) return false;
    return pass_ == Pass::fields ? field.tag == untagged
                                 : field.tag != untagged && !field.is_default;
  }
  // Writes the field where it belongs: in place, or into a tagged field of its own.
  template <class Write>
  void put(const Field& field, Write write);
  template <class T>
  void put_number(T value);
  void put_bytes(ByteSpan bytes) { buffer_.insert(buffer_.end(), bytes.begin(), bytes.end()); }
  void put_unsigned_varint(std::uint32_t value);
  void put_length16(std::int64_t length);
  void put_length32(std::int64_t length);
  void put_text(std::string_view text);
  void put_blob(ByteSpan bytes);
  template <class VisitFields>
  void write_tags(VisitFields visit_fields);
  void put_tags(std::vector<TaggedField> tags);

  Buffer buffer_;
  std::vector<Insertion> insertions_;
  std::vector<TaggedField> tags_;
  Version version_;
  bool flexible_;
  Pass pass_ = Pass::fields;
  bool fits_ = true;
  ErrorCode first_error_ = ErrorCode::none;
};

template <class VisitFields>
void Encoder::write_tags(VisitFields visit_fields) {
  const auto outer_tags = std::exchange(tags_, {});
  pass_ = Pass::tags;
  visit_fields();
  pass_ = Pass::fields;
  put_tags(std::exchange(tags_, outer_tags));
}

}  // namespace dogear::protocol
