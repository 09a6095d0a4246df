// What a conversation compares in a special way, and why. Everything else must be equal: error
// codes, offsets, epochs, generations, states, the order of arrays.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "names.hpp"

namespace dogear::conversations {

enum class Treatment {
  captured,   // a name is bound to it at first sight, and must agree ever after
  moment,     // a time by the broker's clock: shown as $then, or by what it is after a sibling
  unordered,  // an array that Kafka fills from a hash map: shown sorted
  some,       // a number: shown as "$some" unless it is 0
  worded,     // text for people: must be there or be null, as recorded
  ignored,    // shown as "$any", and may be missing
  served,     // an array of APIs: shown without those that Dogear does not describe
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
