// Checks the offsets of groups. It replays __consumer_offsets, record by record, into a coordinator
// of its own, which must come to the same state as the broker's. Every record must have a reason: a
// client sent that commit; or the offset, its group or its topic was deleted, or it has expired.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "broker/cluster.hpp"
#include "findings.hpp"

namespace dogear::simulation {

using CommitId = std::uint32_t;

struct SentCommit {
  std::string group;
  TopicPartition partition;
  Offset offset = no_offset;
};

// All commits that were sent. Each has a number of its own, sent as its metadata.
class SentCommits {
 public:
  CommitId add(SentCommit commit) {
    commits_.push_back(std::move(commit));
    return static_cast<CommitId>(commits_.size() - 1);
  }
  const SentCommit* find(CommitId id) const {
    return id < commits_.size() ? &commits_[id] : nullptr;
  }

 private:
  std::vector<SentCommit> commits_;
};

std::string metadata_of(CommitId id);

class CommitBook {
 public:
  // The requests of this step that delete offsets.
  struct Deletions {
    std::set<std::string> groups;
    std::set<std::string> topics;
    // Groups of which some offsets are deleted.
    std::set<std::pair<std::string, TopicPartition>> offsets;
    void clear() { *this = {}; }
  };

  void observe(const broker::Cluster& cluster, const SentCommits& sent, const Deletions& deletions,
               BrokerTime now, Findings& findings);

  // A client was told whether its commit was accepted.
  void answered(CommitId id, bool accepted, Findings& findings) const;
  // no_offset where there is none.
  Offset offset_of(const std::string& group, const TopicPartition& partition) const;
  // How often the replay began anew because the log had been compacted.
  std::size_t rebuilds() const { return rebuilds_; }

 private:
  struct Log {
    Offset end = 0;
    std::size_t bytes = 0;
    Offset first_dirty = 0;  // what compaction has not seen
  };
  struct Observed;

  void follow(const Observed& observed, const storage::Topic& topic);
  void replay_tail(const Observed& observed, const storage::PartitionLog& log, Log& known);
  void explain(const Observed& observed, const coordinator::CoordinatorRecord& record);
  void explain_commit(const Observed& observed, const coordinator::OffsetCommitRecord& record);
  void explain_tombstone(const Observed& observed, const coordinator::OffsetCommitKey& key);
  void compare(const Observed& observed) const;
  void look_for_overdue(const Observed& observed) const;
  void look_for_orphans(const Observed& observed) const;
  void note_empty_groups(const Observed& observed);

  Uuid topic_;
  std::vector<Log> logs_;
  std::optional<coordinator::Groups> rebuilt_;
  std::set<CommitId> applied_;
  std::map<std::string, BrokerTime> empty_since_;
  std::map<std::string, BrokerTime> last_used_;  // when a group was last seen with members
  std::size_t rebuilds_ = 0;
};

}  // namespace dogear::simulation
