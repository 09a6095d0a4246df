#include "server/frame_reader.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/big_endian.hpp"

namespace dogear::server {
namespace {

// A frame gets at most four times the memory of the bytes that have arrived.
constexpr std::size_t growth = 4;
constexpr std::size_t first_capacity = 4096;
// More memory than this is not kept for a frame that may never come.
constexpr std::size_t spare_capacity_max = 2 * 1024 * 1024;

}  // namespace

std::optional<std::size_t> FrameReader::whole_size(ByteSpan bytes) {
  if (bytes.size() < size_bytes) return std::nullopt;
  const auto announced = load_big_endian<std::int32_t>(bytes.data());
  if (announced < 0 || static_cast<std::size_t>(announced) > frame_bytes_max_) {
    error_ = fmt::format("a request of {} bytes; socket.request.max.bytes is {}", announced,
                         frame_bytes_max_);
    return std::nullopt;
  }
  return static_cast<std::size_t>(announced) + size_bytes;
}

void FrameReader::reserve(std::size_t capacity, std::size_t arrived) {
  if (capacity <= capacity_) return;
  std::unique_ptr<std::uint8_t[]> larger;
  if (spare_.capacity >= capacity && spare_.capacity <= growth * arrived) {
    larger = std::move(spare_.bytes);
    capacity = std::exchange(spare_.capacity, 0);
  } else {
    larger.reset(new std::uint8_t[capacity]);
  }
  std::copy_n(kept_.get(), size_, larger.get());
  kept_ = std::move(larger);
  capacity_ = capacity;
}

void FrameReader::forget() {
  if (capacity_ > spare_.capacity && capacity_ <= spare_capacity_max)
    spare_ = {std::move(kept_), capacity_};
  kept_.reset();
  capacity_ = 0;
  size_ = 0;
  handed_out_ = false;
}

std::span<std::uint8_t> FrameReader::space() {
  if (handed_out_) forget();
  const auto whole = whole_size(kept());
  if (!whole) return {};
  reserve(std::min(*whole, std::max(first_capacity, growth * size_)), size_);
  return {kept_.get() + size_, std::min(*whole, capacity_) - size_};
}

std::optional<ByteSpan> FrameReader::next(ByteSpan& input) {
  if (handed_out_) forget();
  if (size_ == 0) {
    const auto whole = whole_size(input);
    if (!whole || *whole > input.size()) return std::nullopt;
    const auto frame = input.subspan(size_bytes, *whole - size_bytes);
    input = input.subspan(*whole);
    return frame;
  }
  auto take = [&](std::size_t wanted) {
    const auto missing = std::min(wanted - std::min(wanted, size_), input.size());
    keep(input.first(missing));
    input = input.subspan(missing);
  };
  take(size_bytes);
  const auto whole = whole_size(kept());
  if (!whole) return std::nullopt;
  take(*whole);
  if (size_ < *whole) return std::nullopt;
  handed_out_ = true;
  return kept().subspan(size_bytes);
}

void FrameReader::keep(ByteSpan input) {
  if (input.empty()) return;
  const auto arrived = size_ + input.size();
  if (arrived > capacity_) reserve(std::max(arrived, 2 * capacity_), arrived);
  std::copy(input.begin(), input.end(), kept_.get() + size_);
  size_ += input.size();
}

}  // namespace dogear::server
