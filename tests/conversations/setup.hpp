// Creates the topics that a conversation needs.
#pragma once
#include "names.hpp"
#include "script.hpp"
#include "wire.hpp"

namespace dogear::conversations {

// Creates the topic of a `topic` step, waits until every node knows it, and binds its name and id.
void make_topic(Wire& wire, int nodes, const Step& step, Names& names);

}  // namespace dogear::conversations
