// Builds record batches from the bytes of a script: mostly valid ones, in every codec, some
// damaged.
#include <optional>

#include "script/filler.hpp"
#include "storage/batch_builder.hpp"
#include "storage/crc32c.hpp"

namespace dogear::fuzz {
namespace {

using storage::BatchProperties;
using storage::CompressionType;

constexpr std::array codecs = {CompressionType::none, CompressionType::gzip,
                               CompressionType::snappy, CompressionType::lz4,
                               CompressionType::zstd};

BatchProperties properties(Bytes& bytes, const Memory& memory) {
  BatchProperties chosen;
  const auto codec = bytes.byte();
  chosen.compression = codec < 128 ? CompressionType::none : codecs[codec % codecs.size()];
  chosen.compression_level = storage::default_level(chosen.compression);
  const auto flags = bytes.byte();
  if ((flags & 1) != 0) {
    chosen.producer_id = memory.producer_ids.empty() ? 0 : memory.producer_ids.back();
    chosen.producer_epoch = static_cast<ProducerEpoch>(bytes.below(3));
    chosen.base_sequence = static_cast<std::int32_t>(bytes.below(8));
  }
  chosen.transactional = (flags & 0xe0) == 0xe0;
  chosen.control = (flags & 0x1e) == 0x1e;
  return chosen;
}

void add_records(Bytes& bytes, storage::BatchBuilder& builder, std::int64_t now_ms) {
  const auto count = 1 + bytes.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    const auto shape = bytes.byte();
    const std::uint8_t key[] = {static_cast<std::uint8_t>('a' + shape % 4)};
    const auto has_key = (shape & 4) == 0;
    const auto has_value = (shape & 8) == 0;
    const auto value = bytes.take(shape >> 4U);
    const storage::HeaderView header{key, value};
    builder.add(now_ms - bytes.byte() * 1000, has_key ? std::optional(ByteSpan(key)) : std::nullopt,
                has_value ? std::optional(value) : std::nullopt,
                (shape & 0x40) != 0 ? std::span(&header, 1) : std::span<storage::HeaderView>());
  }
}

// Overwrites some bytes; sometimes the checksum is made right again.
void break_batch(Bytes& bytes, std::vector<std::uint8_t>& batch) {
  const auto changes = 1 + bytes.below(3);
  for (std::size_t i = 0; i < changes; ++i) batch[bytes.number(2) % batch.size()] = bytes.byte();
  if (bytes.flag() || batch.size() < storage::batch_overhead) return;
  const auto crc = storage::crc32c(ByteSpan(batch).subspan(storage::field::attributes));
  storage::store_big_endian(batch.data() + storage::field::crc, crc);
}

}  // namespace

std::vector<std::uint8_t> make_batches(Bytes& bytes, const Memory& memory, std::int64_t now_ms) {
  const auto shape = bytes.byte();
  if (shape > 240) {
    const auto raw = bytes.take(bytes.byte());
    return {raw.begin(), raw.end()};
  }
  storage::BatchBuilder builder(properties(bytes, memory));
  add_records(bytes, builder, now_ms);
  auto batch = builder.build();
  if (shape > 180) break_batch(bytes, batch);
  return batch;
}

}  // namespace dogear::fuzz
