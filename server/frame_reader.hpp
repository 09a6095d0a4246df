// Cuts a stream of bytes into frames: an int32 size, then as many bytes.
//
// Frames that lie whole in what was read are handed out where they lie. What is left of an
// unfinished one is kept, in memory that grows as its bytes arrive and never because of the size
// that it announces.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/slice.hpp"

namespace dogear::server {

// The memory of a frame that has been answered. The readers of a thread share one: a frame that
// comes in pieces then rarely has to move into larger memory.
struct SpareFrame {
  std::unique_ptr<std::uint8_t[]> bytes;
  std::size_t capacity = 0;
};

class FrameReader {
 public:
  FrameReader(std::size_t frame_bytes_max, SpareFrame& spare)
      : frame_bytes_max_(frame_bytes_max), spare_(spare) {}

  // Where the next bytes of an unfinished frame may be read to; empty when there is none.
  std::span<std::uint8_t> space();
  // Says how many of them were.
  void filled(std::size_t count) { size_ += count; }

  // Takes the next frame, without its size: first from what is kept, then from `input`, which it
  // shortens. Nothing when no frame is whole; what remains of `input` must then be kept().
  std::optional<ByteSpan> next(ByteSpan& input);
  void keep(ByteSpan input);

  // Why no more frames can come of these bytes; empty while all is well.
  const std::string& error() const { return error_; }
  std::size_t kept_bytes() const { return size_; }

 private:
  static constexpr std::size_t size_bytes = 4;

  // The size of the frame at the start of `bytes`, its own four bytes included.
  std::optional<std::size_t> whole_size(ByteSpan bytes);
  // `arrived` bytes are here or about to be copied here.
  void reserve(std::size_t capacity, std::size_t arrived);
  void forget();
  ByteSpan kept() const { return {kept_.get(), size_}; }

  std::size_t frame_bytes_max_;
  SpareFrame& spare_;
  std::unique_ptr<std::uint8_t[]> kept_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
  bool handed_out_ = false;  // the kept frame was handed out whole: the next call forgets it
  std::string error_;
};

}  // namespace dogear::server
