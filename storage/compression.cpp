#include "storage/compression.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <lz4frame.h>
#include <snappy-c.h>
#include <zlib.h>
#include <zstd.h>

#include "storage/bytes.hpp"

namespace dogear::storage {

void ByteBuffer::resize(std::size_t size) {
  if (size > capacity_) {
    const auto capacity = std::max(size, capacity_ * 2);
    auto grown = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
    if (size_ > 0) std::memcpy(grown.get(), data_.get(), size_);
    data_ = std::move(grown);
    capacity_ = capacity;
  }
  size_ = size;
}

namespace {

constexpr std::size_t smallest_step = 16 * 1024;

// Room for the next piece of output: all that is allocated, then twice as much, never above the
// limit plus one byte, which tells a full buffer from an overfull one.
std::size_t grow(ByteBuffer& out, std::size_t used, std::size_t limit) {
  if (used < out.size()) return out.size() - used;
  const auto wanted = std::max(out.capacity(), std::max(smallest_step, used * 2));
  out.resize(std::min(wanted, limit + 1));
  return out.size() - used;
}

Decompression finished(ByteBuffer& out, std::size_t used, std::size_t limit) {
  if (used > limit) return Decompression::too_large;
  out.resize(used);
  return Decompression::done;
}

// Java's GZIPInputStream reads concatenated members, and takes anything else that follows one for
// the end of the stream.
Decompression gunzip(ByteSpan in, std::size_t limit, ByteBuffer& out) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return Decompression::corrupt;
  const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, inflateEnd);
  stream.next_in = const_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  std::size_t used = 0;
  std::size_t complete = 0;
  for (bool any_member = false;;) {
    const auto room = grow(out, used, limit);
    if (room == 0) return Decompression::too_large;
    stream.next_out = out.data() + used;
    stream.avail_out = static_cast<uInt>(room);
    const auto status = inflate(&stream, Z_NO_FLUSH);
    used += room - stream.avail_out;
    if (status == Z_STREAM_END) {
      any_member = true;
      complete = used;
      if (stream.avail_in == 0) return finished(out, complete, limit);
      if (inflateReset(&stream) != Z_OK) return Decompression::corrupt;
    } else if (status != Z_OK) {
      const bool only_trailing_bytes = any_member && used == complete && stream.total_out == 0;
      return only_trailing_bytes ? finished(out, complete, limit) : Decompression::corrupt;
    }
  }
}

Decompression unsnap_block(ByteSpan in, std::size_t limit, ByteBuffer& out) {
  std::size_t size = 0;
  const auto* chars = reinterpret_cast<const char*>(in.data());
  if (snappy_uncompressed_length(chars, in.size(), &size) != SNAPPY_OK)
    return Decompression::corrupt;
  // A snappy element of three bytes yields at most 64: a larger announcement is a lie.
  if (size / 64 > in.size()) return Decompression::corrupt;
  const auto before = out.size();
  if (size > limit - before) return Decompression::too_large;
  out.resize(before + size);
  if (size == 0) return Decompression::done;
  auto* to = reinterpret_cast<char*>(out.data() + before);
  const auto status = snappy_uncompress(chars, in.size(), to, &size);
  return status == SNAPPY_OK ? Decompression::done : Decompression::corrupt;
}

// The framing of Java's snappy streams: a magic and two versions, then blocks, each preceded by its
// length. The header comes again where streams were concatenated.
constexpr std::array<std::uint8_t, 8> xerial_magic{0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
constexpr std::size_t xerial_header_size = 16;
constexpr std::size_t xerial_block_size = 32 * 1024;

bool starts_with_xerial_magic(ByteSpan in) {
  return in.size() >= xerial_header_size &&
         std::equal(xerial_magic.begin(), xerial_magic.end(), in.begin());
}

Decompression unsnap(ByteSpan in, std::size_t limit, ByteBuffer& out) {
  if (!starts_with_xerial_magic(in)) return unsnap_block(in, limit, out);
  in = in.subspan(xerial_header_size);
  while (!in.empty()) {
    if (starts_with_xerial_magic(in)) {
      in = in.subspan(xerial_header_size);
      continue;
    }
    if (in.size() < 4) return Decompression::corrupt;
    const auto size = load_big_endian<std::uint32_t>(in.data());
    in = in.subspan(4);
    if (size > in.size()) return Decompression::corrupt;
    const auto block = unsnap_block(in.first(size), limit, out);
    if (block != Decompression::done) return block;
    in = in.subspan(size);
  }
  return Decompression::done;
}

// In the flags, the byte after the magic number, Kafka requires independent blocks and no reserved
// bits (one of which LZ4 has since given to dictionaries).
bool kafka_reads_lz4(ByteSpan in) {
  constexpr std::size_t flags_at = 4;
  constexpr std::uint8_t independent = 0x20;
  constexpr std::uint8_t reserved = 0x03;
  return in.size() > flags_at && (in[flags_at] & (independent | reserved)) == independent;
}

// One frame; what follows it is ignored, as Kafka's reader does.
Decompression unlz4(ByteSpan in, std::size_t limit, ByteBuffer& out) {
  if (!kafka_reads_lz4(in)) return Decompression::corrupt;
  LZ4F_dctx* context = nullptr;
  if (LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)))
    return Decompression::corrupt;
  const std::unique_ptr<LZ4F_dctx, LZ4F_errorCode_t (*)(LZ4F_dctx*)> guard(
      context, LZ4F_freeDecompressionContext);
  std::size_t used = 0;
  while (true) {
    const auto room = grow(out, used, limit);
    if (room == 0) return Decompression::too_large;
    auto produced = room;
    auto consumed = in.size();
    const auto hint =
        LZ4F_decompress(context, out.data() + used, &produced, in.data(), &consumed, nullptr);
    if (LZ4F_isError(hint)) return Decompression::corrupt;
    used += produced;
    in = in.subspan(consumed);
    if (hint == 0) return finished(out, used, limit);
    if (produced == 0 && consumed == 0) return Decompression::corrupt;  // ends in mid-frame
  }
}

// Any number of frames, one after the other; none at all is no error.
Decompression unzstd(ByteSpan in, std::size_t limit, ByteBuffer& out) {
  if (in.empty()) return Decompression::done;
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                        ZSTD_freeDCtx);
  ZSTD_inBuffer from{in.data(), in.size(), 0};
  std::size_t used = 0;
  while (true) {
    const auto room = grow(out, used, limit);
    if (room == 0) return Decompression::too_large;
    ZSTD_outBuffer to{out.data() + used, room, 0};
    const auto before = from.pos;
    const auto hint = ZSTD_decompressStream(context.get(), &to, &from);
    if (ZSTD_isError(hint)) return Decompression::corrupt;
    used += to.pos;
    const bool all_read = from.pos == from.size;
    if (all_read && hint == 0) return finished(out, used, limit);
    if (to.pos == 0 && from.pos == before) return Decompression::corrupt;  // ends in mid-frame
  }
}

void gzip(int level, ByteSpan in, ByteBuffer& out) {
  z_stream stream{};
  deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  const auto before = out.size();
  const auto room = deflateBound(&stream, static_cast<uLong>(in.size()));
  out.resize(before + room);
  stream.next_in = const_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = out.data() + before;
  stream.avail_out = static_cast<uInt>(room);
  deflate(&stream, Z_FINISH);
  out.resize(before + stream.total_out);
  deflateEnd(&stream);
}

void snap(ByteSpan in, ByteBuffer& out) {
  const auto header = out.size();
  out.resize(header + xerial_header_size);
  std::copy(xerial_magic.begin(), xerial_magic.end(), out.data() + header);
  store_big_endian<std::int32_t>(out.data() + header + 8, 1);   // version
  store_big_endian<std::int32_t>(out.data() + header + 12, 1);  // oldest version that can read it
  while (!in.empty()) {
    const auto block = in.first(std::min(in.size(), xerial_block_size));
    in = in.subspan(block.size());
    const auto before = out.size();
    auto size = snappy_max_compressed_length(block.size());
    out.resize(before + 4 + size);
    snappy_compress(reinterpret_cast<const char*>(block.data()), block.size(),
                    reinterpret_cast<char*>(out.data() + before + 4), &size);
    store_big_endian<std::uint32_t>(out.data() + before, static_cast<std::uint32_t>(size));
    out.resize(before + 4 + size);
  }
}

void lz4(int level, ByteSpan in, ByteBuffer& out) {
  LZ4F_preferences_t preferences{};
  preferences.frameInfo.blockSizeID = LZ4F_max64KB;
  preferences.frameInfo.blockMode = LZ4F_blockIndependent;
  // Kafka's default level 9 stands for the fast compressor, any other for the strong one.
  preferences.compressionLevel = level == TopicConfig{}.compression_lz4_level ? 0 : level;
  const auto before = out.size();
  out.resize(before + LZ4F_compressFrameBound(in.size(), &preferences));
  const auto size = LZ4F_compressFrame(out.data() + before, out.size() - before, in.data(),
                                       in.size(), &preferences);
  out.resize(before + size);
}

// As Kafka's stream does: the size is not given beforehand, and the stream is flushed before it is
// closed, which leaves an empty block at the end.
void zstd(int level, ByteSpan in, ByteBuffer& out) {
  constexpr std::size_t room_for_empty_block = 16;
  const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(),
                                                                        ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  const auto before = out.size();
  out.resize(before + ZSTD_compressBound(in.size()) + room_for_empty_block);
  ZSTD_outBuffer to{out.data() + before, out.size() - before, 0};
  ZSTD_inBuffer from{in.data(), in.size(), 0};
  for (const auto operation : {ZSTD_e_flush, ZSTD_e_end})
    ZSTD_compressStream2(context.get(), &to, &from, operation);
  out.resize(before + to.pos);
}

}  // namespace

Decompression decompress(CompressionType codec, ByteSpan compressed, std::size_t limit,
                         ByteBuffer& out) {
  out.clear();
  switch (codec) {
    case CompressionType::none:
      break;
    case CompressionType::gzip:
      return gunzip(compressed, limit, out);
    case CompressionType::snappy:
      return unsnap(compressed, limit, out);
    case CompressionType::lz4:
      return unlz4(compressed, limit, out);
    case CompressionType::zstd:
      return unzstd(compressed, limit, out);
  }
  if (compressed.size() > limit) return Decompression::too_large;
  out.resize(compressed.size());
  if (!compressed.empty()) std::memcpy(out.data(), compressed.data(), compressed.size());
  return Decompression::done;
}

void compress(CompressionType codec, int level, ByteSpan bytes, ByteBuffer& out) {
  switch (codec) {
    case CompressionType::none:
      break;
    case CompressionType::gzip:
      return gzip(level, bytes, out);
    case CompressionType::snappy:
      return snap(bytes, out);
    case CompressionType::lz4:
      return lz4(level, bytes, out);
    case CompressionType::zstd:
      return zstd(level, bytes, out);
  }
  const auto before = out.size();
  out.resize(before + bytes.size());
  if (!bytes.empty()) std::memcpy(out.data() + before, bytes.data(), bytes.size());
}

std::string_view name_of(CompressionType codec) {
  switch (codec) {
    case CompressionType::none:
      return "none";
    case CompressionType::gzip:
      return "gzip";
    case CompressionType::snappy:
      return "snappy";
    case CompressionType::lz4:
      return "lz4";
    case CompressionType::zstd:
      return "zstd";
  }
  return "unknown";
}

}  // namespace dogear::storage
