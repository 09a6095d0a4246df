// What is there before a conversation begins.
#pragma once
#include "names.hpp"
#include "script.hpp"
#include "wire.hpp"

namespace dogear::conversations {

// Makes the topic of a `topic` step and waits until every node knows it. Binds its name and id.
void make_topic(Wire& wire, int nodes, const Step& step, Names& names);

}  // namespace dogear::conversations
