// The payload of a `records` field: record batches that travel as they are, never copied by the
// codec.
#pragma once
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/slice.hpp"

namespace dogear::protocol {

// On the way in one slice of the frame; on the way out as many slices of log memory as it takes.
struct Records {
  std::vector<Slice> slices;

  Records() = default;
  explicit Records(Slice slice) : slices{std::move(slice)} {}
  explicit Records(std::vector<Slice> chain) : slices(std::move(chain)) {}

  std::size_t size() const {
    std::size_t total = 0;
    for (const auto& slice : slices) total += slice.size();
    return total;
  }
};

using NullableRecords = std::optional<Records>;

}  // namespace dogear::protocol
