// ClassicGroup's protocols: which ones all members support, which one is chosen, and which topics
// the members are subscribed to.
#include <algorithm>
#include <iterator>

#include "base/hash_order.hpp"
#include "base/utf8.hpp"
#include "coordinator/classic_group.hpp"
#include "coordinator/records/consumer_protocol.hpp"

namespace dogear::coordinator {
namespace {

// Kafka counts votes in a java.util.HashMap, and of several winners takes the first in its order.
// So that a tie has the same winner here, its buckets are needed.
std::uint32_t bucket_of(const std::string& name, std::size_t names) {
  return hash_bucket(java_hash(name), HashTable::grown, names);
}

std::set<std::string> names_of(const std::vector<JoinProtocol>& protocols) {
  std::set<std::string> names;
  for (const auto& protocol : protocols) names.insert(protocol.name);
  return names;
}

}  // namespace

bool ClassicGroup::uses_consumer_protocol() const {
  return protocol_type_ == consumer_protocol_type;
}

bool ClassicGroup::supports(const std::string& type,
                            const std::vector<JoinProtocol>& protocols) const {
  if (is_empty()) return !type.empty() && !protocols.empty();
  if (protocol_type_ != type) return false;
  return std::any_of(protocols.begin(), protocols.end(), [&](const auto& protocol) {
    const auto found = supported_.find(protocol.name);
    return (found == supported_.end() ? 0 : found->second) == members_.size();
  });
}

std::string ClassicGroup::select_protocol() const {
  std::map<std::string, std::size_t> votes;
  for (const auto& [id, member] : members_) {
    const auto favourite =
        std::find_if(member.protocols.begin(), member.protocols.end(),
                     [&](const auto& mine) { return supported_.at(mine.name) == members_.size(); });
    if (favourite != member.protocols.end()) ++votes[favourite->name];
  }
  const auto best = std::max_element(votes.begin(), votes.end(), [&](const auto& a, const auto& b) {
    if (a.second != b.second) return a.second < b.second;
    return bucket_of(a.first, votes.size()) > bucket_of(b.first, votes.size());
  });
  return best == votes.end() ? "" : best->first;
}

void ClassicGroup::set_protocols(ClassicMember& member, std::vector<JoinProtocol> protocols) {
  count_protocols(member, -1);
  member.protocols = std::move(protocols);
  count_protocols(member, +1);
}

// A name listed twice counts once. Kafka counts it twice, then finds no protocol that all support,
// and leaves the JoinGroup without an answer.
void ClassicGroup::count_protocols(const ClassicMember& member, int by) {
  for (const auto& name : names_of(member.protocols)) {
    auto& count = supported_[name];
    count += static_cast<std::size_t>(by);
    if (count == 0) supported_.erase(name);
  }
}

bool ClassicGroup::is_subscribed_to(const std::string& topic) const {
  if (subscribed_topics_) return subscribed_topics_->contains(topic);
  return uses_consumer_protocol();
}

// The topics are known only for groups of consumers, and only if every member's metadata can be
// parsed. If it cannot, Kafka either does not know the topics, or fails while it completes the
// round and answers nobody; here they are just not known.
void ClassicGroup::derive_subscribed_topics() {
  subscribed_topics_.reset();
  if (!uses_consumer_protocol() || (!protocol_ && !members_.empty())) return;
  boost::container::flat_set<std::string> all;
  for (const auto& [id, member] : members_) {
    const auto* metadata = member.metadata(*protocol_);
    auto topics = metadata ? subscribed_topics(*metadata) : std::nullopt;
    if (!topics) return;
    all.insert(std::make_move_iterator(topics->begin()), std::make_move_iterator(topics->end()));
  }
  subscribed_topics_ = std::move(all);
}

}  // namespace dogear::coordinator
