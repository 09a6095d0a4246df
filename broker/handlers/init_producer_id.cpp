// InitProducerId v0-5: gives an id to an idempotent producer.
//   v3    a producer may send the id and epoch that it has; without transactions it gets a new id
//   v4    PRODUCER_FENCED, which only occurs with transactions
//   Transactions are not served yet: a transactional id is refused with
//   TRANSACTIONAL_ID_AUTHORIZATION_FAILED.
#include "protocol/messages/init_producer_id.hpp"

#include <fmt/format.h>

#include "broker/cluster.hpp"
#include "broker/serve.hpp"
#include "storage/record_batch.hpp"

namespace dogear::broker {
namespace {

using protocol::InitProducerIdRequest;
using protocol::InitProducerIdResponse;

InitProducerIdResponse failure(const InitProducerIdRequest&, ErrorCode error) {
  InitProducerIdResponse response;
  response.error_code = error;
  response.producer_epoch = storage::no_producer_epoch;
  return response;
}

bool names_half_a_producer(const InitProducerIdRequest& request) {
  return (request.producer_id == no_producer_id) !=
         (request.producer_epoch == storage::no_producer_epoch);
}

InitProducerIdResponse init_producer_id(Cluster& cluster, const Call& call,
                                        const InitProducerIdRequest& request) {
  const auto& transactional_id = request.transactional_id;
  if (names_half_a_producer(request) || (transactional_id && transactional_id->empty()))
    return failure(request, ErrorCode::invalid_request);
  if (transactional_id) {
    cluster.log.warning(fmt::format(
        "InitProducerId: transactional id '{}' refused: transactions are not served yet",
        *transactional_id));
    return failure(request, ErrorCode::transactional_id_authorization_failed);
  }
  InitProducerIdResponse response;
  response.producer_id = cluster.producer_ids.next(call.peer.node);
  return response;
}

}  // namespace

constinit const ApiEntry init_producer_id_entry =
    serve<InitProducerIdRequest, init_producer_id, failure>();

}  // namespace dogear::broker
