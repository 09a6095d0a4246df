#include "producer.hpp"

#include <algorithm>

#include "protocol/messages/init_producer_id.hpp"
#include "protocol/messages/produce.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::simulation {
namespace {

using protocol::ProduceRequest;
using protocol::ProduceResponse;

constexpr Millis delivery_timeout{120'000};
constexpr std::size_t long_value = 700;

bool may_be_sent_again(ErrorCode error) {
  return error == ErrorCode::not_leader_or_follower || error == ErrorCode::request_timed_out ||
         error == ErrorCode::not_enough_replicas || error == ErrorCode::network_exception;
}

bool is_compacted(const broker::Cluster& cluster, const std::string& topic) {
  const auto* found = cluster.topics.find(topic);
  return found && found->config.cleanup_policy.compact;
}

}  // namespace

void Producer::produce(const Step& step) {
  if (too_late()) return crash();
  if (idempotent_ && id_ == no_producer_id) return ask_for_id();
  // Batches without an answer, although no request is outstanding: the answers were lost.
  if (!unacknowledged_.empty() && link_.idle()) return send_again();
  if (unacknowledged_.size() < in_flight_max) send_new(step);
}

bool Producer::too_late() const {
  return !unacknowledged_.empty() &&
         world_->now() - unacknowledged_.front().sent_at > delivery_timeout;
}

void Producer::crash() {
  link_.hang_up();
  id_ = no_producer_id;
  next_sequence_.clear();
  unacknowledged_.clear();
}

void Producer::ask_for_id() {
  if (!link_.ready(1, 0)) return;
  protocol::InitProducerIdRequest request;
  request.transactional_id.reset();
  request.transaction_timeout_ms = 60'000;
  link_.ask<protocol::InitProducerIdResponse>(1, request, 4, [this](const auto& response) {
    if (response.error_code != ErrorCode::none) return;
    id_ = response.producer_id;
    epoch_ = response.producer_epoch;
  });
}

Producer::Batch Producer::make_batch(const Step& step, const TopicPartition& partition) {
  const auto count = 1 + step.how % 3U;
  const auto padding = (step.how >> 2U) % 8 == 0 ? long_value : 0;
  const auto may_delete = is_compacted(world_->cluster(), partition.topic);
  storage::BatchProperties properties;
  if ((step.how >> 5U) % 8 == 0) properties.compression = storage::CompressionType::snappy;
  if (idempotent_) {
    properties.producer_id = id_;
    properties.producer_epoch = epoch_;
    properties.base_sequence = next_sequence_[partition];
    next_sequence_[partition] += static_cast<std::int32_t>(count);
  }
  Batch batch{.number = ++last_number_,
              .partition = partition,
              .topic = topic_id(world_->cluster(), partition.topic),
              .records = {},
              .bytes = {},
              .sent_at = world_->now()};
  storage::BatchBuilder builder(properties);
  for (unsigned i = 0; i < count; ++i) {
    const auto key = static_cast<std::uint8_t>((step.how >> 8U) + i) % 4;
    const auto tombstone = may_delete && (step.how >> (10U + i)) % 4 == 0;
    const auto id = world_->sendings.add({partition, tombstone, static_cast<std::uint8_t>(key)});
    const auto key_text = fmt::format("k{}", key);
    const auto number = fmt::format("{}", id);
    const auto value = fmt::format("r{}{}", id, std::string(padding, '.'));
    const storage::HeaderView header{bytes_of("id"), bytes_of(number)};
    builder.add(epoch_ms(world_->now()) - (step.how >> 3U) % 64, bytes_of(key_text),
                tombstone ? std::nullopt : std::optional(bytes_of(value)), {&header, 1});
    batch.records.push_back(id);
  }
  batch.bytes = Slice::copy_of(builder.build());
  return batch;
}

void Producer::send_new(const Step& step) {
  const auto partition = choose_partition(world_->cluster(), step.what);
  const auto* found = find_partition(world_->cluster(), partition);
  if (!found || !link_.ready(found->leader, in_flight_max)) return;
  const auto acks = !idempotent_ && (step.how >> 12U) == 0 ? 0 : -1;
  auto batch = make_batch(step, partition);
  if (idempotent_) unacknowledged_.push_back(batch);
  send(batch, acks);
}

void Producer::send(const Batch& batch, int acks) {
  const auto* found = find_partition(world_->cluster(), batch.partition);
  if (!found) return crash();
  if (!link_.ready(found->leader, in_flight_max)) return;
  ProduceRequest request;
  request.acks = static_cast<std::int16_t>(acks);
  request.timeout_ms = 1'000;
  request.topic_data.push_back({batch.partition.topic,
                                batch.topic,
                                {{batch.partition.partition, protocol::Records(batch.bytes)}}});
  link_.ask<ProduceResponse>(
      found->leader, request, versions_.produce,
      [this, batch](const ProduceResponse& response) {
        for (const auto& topic : response.responses)
          for (const auto& row : topic.partition_responses) {
            if (row.error_code == ErrorCode::none)
              world_->model.ledger.acknowledged(batch.partition, batch.topic, row.base_offset,
                                                batch.records, world_->findings);
            answered(batch.number, row.error_code);
          }
      },
      nullptr, acks == 0 ? Answers::none : Answers::one);
}

void Producer::send_again() {
  const auto batches = unacknowledged_;
  for (const auto& batch : batches) send(batch, -1);
}

void Producer::answered(std::uint32_t number, ErrorCode error) {
  const auto found = std::find_if(unacknowledged_.begin(), unacknowledged_.end(),
                                  [&](const Batch& batch) { return batch.number == number; });
  if (found == unacknowledged_.end() || may_be_sent_again(error)) return;
  if (error == ErrorCode::none) {
    unacknowledged_.erase(found);
    return;
  }
  // Its sequence has a gap now: it continues with another producer id.
  id_ = no_producer_id;
  next_sequence_.clear();
  unacknowledged_.clear();
}

}  // namespace dogear::simulation
