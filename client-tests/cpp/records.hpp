// The records of the story: the same function in every language.
#pragma once
#include <cstdint>
#include <string>

inline const std::string& tape() {
  static const std::string letters = [] {
    std::string drawn;
    std::int64_t x = 1;
    for (int n = 0; n < 32768; ++n) {
      x = x * 16807 % 2147483647;
      drawn += static_cast<char>('a' + x % 26);
    }
    return drawn;
  }();
  return letters;
}

inline std::string record_key(int i) {
  return i % 11 == 0 ? "" : "key-" + std::to_string(i % 1000);
}

inline std::string record_value(int i) {
  const int size = i % 1000 == 999 ? 20'000 : i * 37 % 300;
  return std::to_string(i) + ":" + tape().substr(i * 101 % 8192, size);
}
