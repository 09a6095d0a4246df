#include "protocol/decoder.hpp"

#include <bit>
#include <limits>

#include <fmt/format.h>

#include "base/big_endian.hpp"
#include "base/utf8.hpp"

namespace dogear::protocol {
namespace {

// An ordinary message takes a few times its wire size in memory, but one of many tiny elements
// could take much more. Decoding fails beyond this.
constexpr std::size_t memory_factor = 16;
constexpr std::size_t memory_floor = 1024 * 1024;

}  // namespace

Decoder::Decoder(Slice bytes, Version version, bool flexible)
    : whole_(std::move(bytes)),
      rest_(whole_.bytes()),
      version_(version),
      flexible_(flexible),
      memory_left_(memory_floor + memory_factor * rest_.size()) {}

void Decoder::fail(std::string why) {
  if (ok_) error_ = std::move(why);
  ok_ = false;
  rest_ = {};
}

ByteSpan Decoder::take(std::size_t count) {
  if (count > rest_.size()) {
    fail(fmt::format("{} bytes wanted, {} left", count, rest_.size()));
    return {};
  }
  const auto head = rest_.first(count);
  rest_ = rest_.subspan(count);
  return head;
}

Slice Decoder::take_slice(std::size_t count) {
  const auto bytes = take(count);
  if (bytes.empty()) return {};
  return whole_.sub(static_cast<std::size_t>(bytes.data() - whole_.data()), bytes.size());
}

std::string Decoder::take_text(std::size_t count) { return repaired_utf8(text_of(take(count))); }

template <class T>
T Decoder::take_number() {
  const auto bytes = take(sizeof(T));
  return bytes.empty() ? T{} : load_big_endian<T>(bytes.data());
}

template <class T>
void Decoder::read_number(const Field& field, T& value) {
  if (wanted(field)) value = take_number<T>();
}

std::uint32_t Decoder::take_unsigned_varint() {
  std::uint32_t value = 0;
  for (int shift = 0; shift <= 28; shift += 7) {
    const auto byte = take_number<std::uint8_t>();
    value |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  fail("a varint of more than five bytes");
  return 0;
}

std::int64_t Decoder::take_length(LengthSize size) {
  const std::int64_t length =
      flexible_ ? static_cast<std::int32_t>(take_unsigned_varint() - 1)  // wraps, as in Java
      : size == LengthSize::two_bytes ? take_number<std::int16_t>()
                                      : take_number<std::int32_t>();
  return ok_ ? std::max<std::int64_t>(length, -1) : -1;
}

std::optional<std::size_t> Decoder::take_size(const Field& field, LengthSize size,
                                              bool null_allowed) {
  const auto length = take_length(size);
  if (length < 0) {
    if (!null_allowed) fail(fmt::format("{} is null", field.name));
    return std::nullopt;
  }
  if (size == LengthSize::two_bytes && length > std::numeric_limits<std::int16_t>::max()) {
    fail(fmt::format("{} is a string of {} bytes", field.name, length));
    return std::nullopt;
  }
  if (static_cast<std::size_t>(length) > rest_.size()) {
    fail(fmt::format("{} claims {} where {} bytes are left", field.name, length, rest_.size()));
    return std::nullopt;
  }
  return static_cast<std::size_t>(length);
}

void Decoder::visit(const Field& field, bool& value) {
  if (wanted(field)) value = take_number<std::int8_t>() != 0;
}
void Decoder::visit(const Field& field, std::int8_t& value) { read_number(field, value); }
void Decoder::visit(const Field& field, std::int16_t& value) { read_number(field, value); }
void Decoder::visit(const Field& field, std::uint16_t& value) { read_number(field, value); }
void Decoder::visit(const Field& field, std::int32_t& value) { read_number(field, value); }
void Decoder::visit(const Field& field, std::uint32_t& value) { read_number(field, value); }
void Decoder::visit(const Field& field, std::int64_t& value) { read_number(field, value); }
void Decoder::visit(const Field& field, double& value) {
  if (wanted(field)) value = std::bit_cast<double>(take_number<std::uint64_t>());
}
void Decoder::visit(const Field& field, ErrorCode& value) {
  if (wanted(field)) value = static_cast<ErrorCode>(take_number<std::int16_t>());
}
void Decoder::visit(const Field& field, Uuid& value) {
  if (!wanted(field)) return;
  const auto bytes = take(value.bytes.size());
  std::copy(bytes.begin(), bytes.end(), value.bytes.begin());
}
void Decoder::visit(const Field& field, std::string& value) {
  if (!wanted(field)) return;
  if (const auto size = take_size(field, LengthSize::two_bytes, false)) value = take_text(*size);
}
void Decoder::visit(const Field& field, std::optional<std::string>& value) {
  if (!wanted(field)) return;
  value.reset();
  if (const auto size = take_size(field, LengthSize::two_bytes, field.may_be_null(version_)))
    value = take_text(*size);
}
void Decoder::visit(const Field& field, Slice& value) {
  if (!wanted(field)) return;
  if (const auto size = take_size(field, LengthSize::four_bytes, false)) value = take_slice(*size);
}
void Decoder::visit(const Field& field, std::optional<Slice>& value) {
  if (!wanted(field)) return;
  value.reset();
  if (const auto size = take_size(field, LengthSize::four_bytes, field.may_be_null(version_)))
    value = take_slice(*size);
}
void Decoder::visit(const Field& field, NullableRecords& value) {
  if (!wanted(field)) return;
  value.reset();
  if (const auto size = take_size(field, LengthSize::four_bytes, field.may_be_null(version_)))
    value = Records(take_slice(*size));
}

void Decoder::visit_array(const Field& field, const ArrayRef& array) {
  if (!wanted(field)) return;
  const auto null_allowed = array.is_nullable && field.may_be_null(version_);
  const auto count = take_size(field, LengthSize::four_bytes, null_allowed);
  array.set_present(array.holder, count.has_value());
  if (!count) return;
  const auto outer_tag = std::exchange(wanted_tag_, untagged);
  auto element = field;
  element.tag = untagged;
  for (std::size_t i = 0; i < *count && ok_; ++i) {
    if (array.element_bytes > memory_left_) return fail("a message of too many tiny elements");
    memory_left_ -= array.element_bytes;
    array.append(array.holder);
    array.visit_element(*this, element, array.holder, i);
  }
  wanted_tag_ = outer_tag;
}

void Decoder::visit_struct(const Field& field, const StructRef& object) {
  if (!wanted(field)) return;
  if (object.is_nullable) {
    // KIP-893: a nullable struct is preceded by one byte, negative for null.
    const auto present = take_number<std::int8_t>() >= 0;
    if (!present && !field.may_be_null(version_))
      return fail(fmt::format("{} is null", field.name));
    object.set_present(object.holder, present && ok_);
    if (!present || !ok_) return;
  }
  const auto outer_tag = std::exchange(wanted_tag_, untagged);
  object.visit(*this, object.holder);
  if (flexible_) read_tags([&] { object.visit(*this, object.holder); });
  wanted_tag_ = outer_tag;
}

}  // namespace dogear::protocol
