// The content of a `records` field: record batches, which the codec neither looks into nor copies.
#pragma once
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/slice.hpp"

namespace dogear::protocol {

// In a request one slice of the frame; in an answer any number of slices of a log.
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
