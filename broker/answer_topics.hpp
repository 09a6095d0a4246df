// The topics of an answer that is put together in pieces: found by name and id, or added.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/uuid.hpp"

namespace dogear::broker {

template <class Topic>
class AnswerTopics {
 public:
  // `topics` stay in the order in which they are added.
  explicit AnswerTopics(std::vector<Topic>& topics) : topics_(topics) {}

  Topic& at(const std::string& name, const Uuid& id = {}) {
    const auto [place, is_new] = places_.try_emplace({name, id}, topics_.size());
    if (!is_new) return topics_[place->second];
    auto& topic = topics_.emplace_back();
    topic.name = name;
    if constexpr (requires { topic.topic_id; }) topic.topic_id = id;
    return topic;
  }
  bool empty() const { return topics_.empty(); }

 private:
  std::vector<Topic>& topics_;
  std::map<std::pair<std::string, Uuid>, std::size_t> places_;
};

}  // namespace dogear::broker
