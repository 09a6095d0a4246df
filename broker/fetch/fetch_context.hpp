// The partitions that a Fetch reads and how they are answered: without a session, opening one, or
// incrementally within one (KIP-227). Kafka: FetchManager, FetchContext.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "broker/call.hpp"
#include "broker/cluster.hpp"
#include "broker/fetch/fetch_read.hpp"
#include "protocol/messages/fetch.hpp"

namespace dogear::broker {

// The id that the request gives its sender: of a follower 0 or more.
NodeId replica_of(const Call& call, const protocol::FetchRequest& request);

class FetchContext {
 public:
  // Finds the session that the request names and updates it by the request.
  static FetchContext begin(Cluster& cluster, const Call& call,
                            const protocol::FetchRequest& request);

  ErrorCode error() const { return error_; }
  const std::string& client_id() const { return client_id_; }
  const FetchSubjects& subjects() const { return subjects_; }

  // Answers with what was read and with the partitions that do not exist.
  protocol::FetchResponse answer(Cluster& cluster, const Peer& peer, FetchReading reading) const;
  // An answer without records, because of a quota (KIP-219): the client fetches them again.
  protocol::FetchResponse throttled(Cluster& cluster, const Peer& peer, Millis time) const;

 private:
  enum class Kind { sessionless, full, incremental };

  explicit FetchContext(Kind kind) : kind_(kind) {}
  static FetchContext failed(ErrorCode error);
  static FetchContext incremental(Cluster& cluster, const Call& call,
                                  const protocol::FetchRequest& request,
                                  std::vector<WantedPartition> named);
  std::int32_t open_session(Cluster& cluster, NodeId node, const std::vector<FetchRow>& rows) const;
  // Whether another request of the session came before this one was answered. A session that was
  // closed meanwhile does not matter, as in Kafka.
  bool is_outrun(const FetchSession* session) const;
  FetchSubjects sorted(const Cluster& cluster, std::vector<WantedPartition> wanted) const;

  Kind kind_;
  FetchedBy fetched_by_ = FetchedBy::consumer;
  ErrorCode error_ = ErrorCode::none;
  protocol::Version version_ = 0;
  std::string client_id_;
  WireTime now_;
  std::int32_t session_id_ = 0;     // that the request names
  std::int32_t session_epoch_ = 0;  // that the session must still have when the answer leaves
  FetchSubjects subjects_;
};

}  // namespace dogear::broker
