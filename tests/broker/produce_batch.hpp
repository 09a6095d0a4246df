// Produces a batch to partition 0 of a topic, and expects that it is taken.
#pragma once
#include <string>

#include "harness.hpp"
#include "protocol/messages/produce.hpp"
#include "storage/batch_builder.hpp"

namespace dogear::broker {

inline void produce_batch(Harness& harness, const std::string& topic,
                          storage::BatchBuilder& builder) {
  protocol::ProduceRequest request{.acks = -1};
  request.topic_data = {{.name = topic, .partition_data = {{.index = 0}}}};
  request.topic_data[0].partition_data[0].records =
      protocol::Records(Slice::copy_of(builder.build()));
  const auto response = harness.ask<protocol::ProduceResponse>(request, 9);
  ASSERT_EQ(response.responses[0].partition_responses[0].error_code, ErrorCode::none);
}

}  // namespace dogear::broker
