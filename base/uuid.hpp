// Kafka's Uuid: 16 bytes, printed as URL-safe base64 without padding (22 characters).
#pragma once
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace dogear {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  bool is_zero() const { return *this == Uuid{}; }
  // "AAAAAAAAAAAAAAAAAAAAAA" for the zero id.
  std::string to_string() const;
  // Nothing unless `text` is the 22 characters that to_string() would print.
  static std::optional<Uuid> parse(std::string_view text);
  // "00000000-0000-0000-0000-000000000000", the form of java.util.UUID, which member ids carry.
  std::string to_hyphenated() const;

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

struct UuidHash {
  std::size_t operator()(const Uuid& id) const {
    std::size_t hash = 0;
    std::memcpy(&hash, id.bytes.data(), sizeof hash);
    return hash;
  }
};

}  // namespace dogear
