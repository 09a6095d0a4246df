// Reads Kafka's wire format.
//
// Nothing that a frame announces is trusted: counts are bounded by the bytes left, arrays grow as
// their elements arrive, and the memory that decoding may take is bounded by the size of the frame.
// After the first malformed field ok() stays false and every read yields nothing, so that callers
// need to check only once, at the end. As in Kafka, bytes after the last field are ignored.
#pragma once
#include <string>

#include "protocol/visitor.hpp"

namespace dogear::protocol {

class Decoder final : public Visitor {
 public:
  // Slices that are read share `bytes`' owner, or borrow where it has none.
  Decoder(Slice bytes, Version version, bool flexible);

  template <class T>
  void read_struct(T& object) {
    visit_fields(object);
    if (flexible_) read_tags([&] { visit_fields(object); });
  }

  bool ok() const { return ok_; }
  // What was wrong with the first malformed field; empty while ok().
  const std::string& error() const { return error_; }
  std::size_t remaining() const { return rest_.size(); }

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
  bool wanted(const Field& field) {
    if (field.tag != wanted_tag_) return false;
    const auto exists = field.versions.contain(version_);
    if (wanted_tag_ == untagged) return exists;
    wanted_tag_is_known_ = true;
    if (!exists) fail("a tagged field that this version does not have");
    return exists;
  }
  template <class T>
  void read_number(const Field& field, T& value);
  template <class T>
  T take_number();
  std::uint32_t take_unsigned_varint();
  // The length of a string, of bytes or of an array; -1 for null, as for every negative length.
  enum class LengthSize { two_bytes, four_bytes };
  std::int64_t take_length(LengthSize size);
  // A length that may not be null, unless `null_allowed`.
  std::optional<std::size_t> take_size(const Field& field, LengthSize size, bool null_allowed);
  ByteSpan take(std::size_t count);
  Slice take_slice(std::size_t count);
  std::string take_text(std::size_t count);
  template <class VisitFields>
  void read_tags(VisitFields visit_fields);
  void fail(std::string why);

  Slice whole_;
  ByteSpan rest_;
  Version version_;
  bool flexible_;
  bool ok_ = true;
  int wanted_tag_ = untagged;
  bool wanted_tag_is_known_ = false;
  std::size_t memory_left_;
  std::string error_;
};

// As in Kafka, the size of a tagged field matters only for one that is skipped.
template <class VisitFields>
void Decoder::read_tags(VisitFields visit_fields) {
  const auto outer_tag = wanted_tag_;
  const auto outer_tag_is_known = wanted_tag_is_known_;
  // Signed, as in Java: a negative count is none.
  const auto count = static_cast<std::int32_t>(take_unsigned_varint());
  for (std::int32_t i = 0; i < count && ok_; ++i) {
    const auto number = take_unsigned_varint();
    const auto size = take_unsigned_varint();
    wanted_tag_ = static_cast<int>(number & 0x7fffffff);
    wanted_tag_is_known_ = false;
    visit_fields();
    if (wanted_tag_is_known_) continue;
    if (size > rest_.size()) return fail("a tagged field is longer than its frame");
    rest_ = rest_.subspan(size);
  }
  wanted_tag_ = outer_tag;
  wanted_tag_is_known_ = outer_tag_is_known;
}

}  // namespace dogear::protocol
