// The four codecs of record batches: gzip, snappy, lz4 (frames), zstd.
//
// Input is never trusted: broken bytes and bytes that would expand beyond a limit give a failure.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/slice.hpp"
#include "storage/topic_config.hpp"

namespace dogear::storage {

// Bytes that grow without being zeroed first, and that can be used again.
class ByteBuffer {
 public:
  ByteSpan bytes() const { return {data_.get(), size_}; }
  std::uint8_t* data() { return data_.get(); }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  // Keeps what is there; the new bytes are undefined.
  void resize(std::size_t size);
  void clear() { size_ = 0; }

 private:
  std::unique_ptr<std::uint8_t[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

enum class Decompression {
  done,
  corrupt,
  too_large,  // more than the limit would come out
};

// Replaces the content of `out` by the decompressed bytes, at most `limit` of them.
// Snappy is read in the framing of Java's snappy streams, which Kafka's clients write, and raw.
Decompression decompress(CompressionType codec, ByteSpan compressed, std::size_t limit,
                         ByteBuffer& out);

// Appends the compressed bytes to `out`. `level` means what Kafka's compression.*.level means and
// is ignored by snappy.
void compress(CompressionType codec, int level, ByteSpan bytes, ByteBuffer& out);

// Kafka's name of the codec: "none", "gzip", ….
std::string_view name_of(CompressionType codec);

}  // namespace dogear::storage
