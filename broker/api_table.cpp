#include "broker/api_table.hpp"

#include <algorithm>
#include <iterator>

namespace dogear::broker {

namespace {

constexpr const ApiEntry* table[] = {
#define DOGEAR_ROW(api) &api##_entry,
    DOGEAR_SERVED_APIS(DOGEAR_ROW)
#undef DOGEAR_ROW
};

}  // namespace

std::span<const ApiEntry* const> served_apis() { return table; }

const ApiEntry* find_api(protocol::ApiKey key) {
  const auto row = std::lower_bound(
      std::begin(table), std::end(table), key,
      [](const ApiEntry* entry, protocol::ApiKey wanted) { return entry->api.key < wanted; });
  return row != std::end(table) && (*row)->api.key == key ? *row : nullptr;
}

}  // namespace dogear::broker
