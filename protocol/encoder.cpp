#include "protocol/encoder.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <memory>

#include "base/big_endian.hpp"

namespace dogear::protocol {

std::size_t size_of(const ByteChain& chain) {
  std::size_t total = 0;
  for (const auto& slice : chain) total += slice.size();
  return total;
}

std::vector<std::uint8_t> flattened(const ByteChain& chain) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(size_of(chain));
  for (const auto& slice : chain)
    bytes.insert(bytes.end(), slice.bytes().begin(), slice.bytes().end());
  return bytes;
}

template <class T>
void Encoder::put_number(T value) {
  std::uint8_t bytes[sizeof(T)];
  store_big_endian(bytes, value);
  put_bytes(bytes);
}

void Encoder::put_int16(std::int16_t value) { put_number(value); }
void Encoder::put_int32(std::int32_t value) { put_number(value); }
void Encoder::put_no_tags() { put_unsigned_varint(0); }

void Encoder::put_unsigned_varint(std::uint32_t value) {
  for (; value >= 0x80; value >>= 7) buffer_.push_back(static_cast<std::uint8_t>(value | 0x80));
  buffer_.push_back(static_cast<std::uint8_t>(value));
}

void Encoder::put_length16(std::int64_t length) {
  if (length > std::numeric_limits<std::int16_t>::max()) fits_ = false;
  if (flexible_) return put_unsigned_varint(static_cast<std::uint32_t>(length + 1));
  put_number(static_cast<std::int16_t>(length));
}

void Encoder::put_length32(std::int64_t length) {
  if (flexible_) return put_unsigned_varint(static_cast<std::uint32_t>(length + 1));
  put_number(static_cast<std::int32_t>(length));
}

void Encoder::put_text(std::string_view text) {
  put_length16(static_cast<std::int64_t>(text.size()));
  put_bytes(bytes_of(text));
}

void Encoder::put_blob(ByteSpan bytes) {
  put_length32(static_cast<std::int64_t>(bytes.size()));
  put_bytes(bytes);
}

void Encoder::put_nullable_string16(const std::optional<std::string>& text) {
  if (!text) return put_number(std::int16_t{-1});
  if (text->size() > std::numeric_limits<std::int16_t>::max()) fits_ = false;
  put_number(static_cast<std::int16_t>(text->size()));
  put_bytes(bytes_of(*text));
}

template <class Write>
void Encoder::put(const Field& field, Write write) {
  if (!wanted(field)) return;
  if (pass_ == Pass::fields) return write();
  auto outer = std::exchange(buffer_, {});
  pass_ = Pass::fields;  // inside a tagged struct, fields are fields again
  write();
  pass_ = Pass::tags;
  tags_.push_back({field.tag, std::exchange(buffer_, std::move(outer))});
}

void Encoder::put_tags(std::vector<TaggedField> tags) {
  std::sort(tags.begin(), tags.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  put_unsigned_varint(static_cast<std::uint32_t>(tags.size()));
  for (const auto& field : tags) {
    put_unsigned_varint(static_cast<std::uint32_t>(field.number));
    put_unsigned_varint(static_cast<std::uint32_t>(field.bytes.size()));
    put_bytes(field.bytes);
  }
}

void Encoder::visit(const Field& field, bool& value) {
  put(field, [&] { put_number(static_cast<std::int8_t>(value)); });
}
void Encoder::visit(const Field& field, std::int8_t& value) {
  put(field, [&] { put_number(value); });
}
void Encoder::visit(const Field& field, std::int16_t& value) {
  put(field, [&] { put_number(value); });
}
void Encoder::visit(const Field& field, std::uint16_t& value) {
  put(field, [&] { put_number(value); });
}
void Encoder::visit(const Field& field, std::int32_t& value) {
  put(field, [&] { put_number(value); });
}
void Encoder::visit(const Field& field, std::uint32_t& value) {
  put(field, [&] { put_number(value); });
}
void Encoder::visit(const Field& field, std::int64_t& value) {
  put(field, [&] { put_number(value); });
}
void Encoder::visit(const Field& field, double& value) {
  put(field, [&] { put_number(std::bit_cast<std::uint64_t>(value)); });
}
void Encoder::visit(const Field& field, ErrorCode& value) {
  put(field, [&] {
    if (first_error_ == ErrorCode::none) first_error_ = value;
    put_number(static_cast<std::int16_t>(value));
  });
}
void Encoder::visit(const Field& field, Uuid& value) {
  put(field, [&] { put_bytes(value.bytes); });
}
void Encoder::visit(const Field& field, std::string& value) {
  put(field, [&] { put_text(value); });
}
void Encoder::visit(const Field& field, std::optional<std::string>& value) {
  put(field, [&] { value ? put_text(*value) : put_length16(-1); });
}
void Encoder::visit(const Field& field, Slice& value) {
  put(field, [&] { put_blob(value.bytes()); });
}
void Encoder::visit(const Field& field, std::optional<Slice>& value) {
  put(field, [&] { value ? put_blob(value->bytes()) : put_length32(-1); });
}
void Encoder::visit(const Field& field, NullableRecords& value) {
  put(field, [&] {
    if (!value) return put_length32(-1);
    put_length32(static_cast<std::int64_t>(value->size()));
    for (const auto& slice : value->slices)
      if (!slice.empty()) insertions_.push_back({buffer_.size(), slice});
  });
}

void Encoder::visit_array(const Field& field, const ArrayRef& array) {
  put(field, [&] {
    if (!array.present(array.holder)) return put_length32(-1);
    const auto count = array.size(array.holder);
    put_length32(static_cast<std::int64_t>(count));
    auto element = field;
    element.tag = untagged;
    for (std::size_t i = 0; i < count; ++i) array.visit_element(*this, element, array.holder, i);
  });
}

void Encoder::visit_struct(const Field& field, const StructRef& object) {
  put(field, [&] {
    const auto present = object.present(object.holder);
    if (object.is_nullable) put_number(static_cast<std::int8_t>(present ? 1 : -1));
    if (!present) return;
    object.visit(*this, object.holder);
    if (flexible_) write_tags([&] { object.visit(*this, object.holder); });
  });
}

ByteChain Encoder::finish() {
  if (!fits_) return {};
  const auto owner = std::make_shared<const Buffer>(std::move(buffer_));
  const Slice all(owner, *owner);
  ByteChain chain;
  std::size_t from = 0;
  for (auto& insertion : insertions_) {
    if (insertion.at > from) chain.push_back(all.sub(from, insertion.at - from));
    chain.push_back(std::move(insertion.records));
    from = insertion.at;
  }
  if (from < all.size()) chain.push_back(all.sub(from, all.size() - from));
  return chain;
}

ByteChain Encoder::finish_frame() {
  auto size = buffer_.size() - sizeof(std::int32_t);
  for (const auto& insertion : insertions_) size += insertion.records.size();
  if (size > std::numeric_limits<std::int32_t>::max()) return {};
  store_big_endian(buffer_.data(), static_cast<std::int32_t>(size));
  return finish();
}

}  // namespace dogear::protocol
