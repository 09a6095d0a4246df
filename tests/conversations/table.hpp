// The fields of answers that are not compared as they are, and why. Everything else must be equal:
// error codes, offsets, epochs, generations, states, the order of arrays.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "names.hpp"

namespace dogear::conversations {

enum class Treatment {
  captured,   // shown as a name, which must mean the same value wherever it occurs
  moment,     // a time by the broker's clock: shown as $then, or as the time after commitTimestamp
  unordered,  // an array in an order that cannot be compared: shown sorted
  some,       // a number: shown as $some unless it is 0
  worded,     // text for people: numbers as long as a time are shown as $number
  ignored,    // shown as $any; may be missing
  served,     // an array of APIs or features: shown without those that Dogear does not serve
};

struct Rule {
  std::string_view api;  // "*" for every one
  std::string_view field;
  Treatment treatment;
  NameKind kind;  // of what is captured
  std::string_view why;
};

std::span<const Rule> rules();
const Rule* find_rule(std::string_view api, std::string_view field, Treatment treatment);

}  // namespace dogear::conversations
