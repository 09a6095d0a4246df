// Cuts a stream of bytes into frames: an int32 size, then so many bytes.
//
// A frame that was read as a whole is handed out without a copy. An unfinished frame is copied into
// memory that grows with the bytes that have arrived, whatever size the frame announces.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/slice.hpp"

namespace dogear::server {

// Memory of an earlier frame, to be used again. All readers of a thread share it, so that a frame
// that arrives in pieces rarely has to move into larger memory.
struct SpareFrame {
  std::unique_ptr<std::uint8_t[]> bytes;
  std::size_t capacity = 0;
};

class FrameReader {
 public:
  FrameReader(std::size_t frame_bytes_max, SpareFrame& spare)
      : frame_bytes_max_(frame_bytes_max), spare_(spare) {}

  // Where to read the next bytes of an unfinished frame; empty if there is no such frame.
  std::span<std::uint8_t> space();
  // So many bytes have been read into space().
  void filled(std::size_t count) { size_ += count; }

  // Takes the next frame, without its size, from what is kept and then from `input`, which it
  // shortens. Nothing if no frame is complete; the rest of `input` must then be given to keep().
  std::optional<ByteSpan> next(ByteSpan& input);
  void keep(ByteSpan input);

  // Why these bytes are not frames; empty while all is well.
  const std::string& error() const { return error_; }
  std::size_t kept_bytes() const { return size_; }

 private:
  static constexpr std::size_t size_bytes = 4;

  // The size of the frame at the start of `bytes`, its own four bytes included.
  std::optional<std::size_t> whole_size(ByteSpan bytes);
  // Makes room; `arrived` bytes of the frame are here already, or are about to be copied.
  void reserve(std::size_t capacity, std::size_t arrived);
  void forget();
  ByteSpan kept() const { return {kept_.get(), size_}; }

  std::size_t frame_bytes_max_;
  SpareFrame& spare_;
  std::unique_ptr<std::uint8_t[]> kept_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
  bool handed_out_ = false;  // the kept frame is complete and was handed out: forget it next time
  std::string error_;
};

}  // namespace dogear::server
