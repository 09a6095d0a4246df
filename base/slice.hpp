// A view of immutable bytes that may also keep them alive.
//
// A slice with an owner (an arena, an encoded answer) stays valid for as long as it is kept. A
// slice without one borrows its bytes: it is valid during the call that it was passed to, and
// whoever keeps it longer takes a retained() copy.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace dogear {

using ByteSpan = std::span<const std::uint8_t>;

inline ByteSpan bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteSpan bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class Slice {
 public:
  Slice() = default;
  Slice(ByteSpan borrowed) : bytes_(borrowed) {}  // NOLINT: a span is a slice that owns nothing
  Slice(std::shared_ptr<const void> owner, ByteSpan bytes)
      : owner_(std::move(owner)), bytes_(bytes) {}

  static Slice copy_of(ByteSpan bytes) {
    if (bytes.empty()) return {};
    auto own = std::make_shared_for_overwrite<std::uint8_t[]>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), own.get());
    const ByteSpan copied{own.get(), bytes.size()};
    return {std::move(own), copied};
  }

  ByteSpan bytes() const { return bytes_; }
  const std::uint8_t* data() const { return bytes_.data(); }
  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  bool owned() const { return owner_ != nullptr || bytes_.empty(); }

  Slice sub(std::size_t offset, std::size_t count) const {
    return {owner_, bytes_.subspan(offset, count)};
  }
  // Itself when it owns its bytes, else a copy that does.
  Slice retained() const { return owned() ? *this : copy_of(bytes_); }

  friend bool operator==(const Slice& a, const Slice& b) {
    return std::equal(a.bytes_.begin(), a.bytes_.end(), b.bytes_.begin(), b.bytes_.end());
  }

 private:
  std::shared_ptr<const void> owner_;
  ByteSpan bytes_;
};

}  // namespace dogear
