// The verbs of topics, by the file that defines them; their table is in topics.cpp.
#pragma once
#include "broker/broker.hpp"
#include "broker/control/verb.hpp"

namespace dogear::broker::control {

// topic_lifecycle.cpp
Answer create_topic(Broker& broker, const boost::json::object& request);
Answer delete_topic(Broker& broker, const boost::json::object& request);
// topic_produce.cpp
Answer produce(Broker& broker, const boost::json::object& request);
// topic_descriptions.cpp
Answer list_topics(Broker& broker, const boost::json::object& request);
Answer describe_topic(Broker& broker, const boost::json::object& request);
// topic_records.cpp
Answer topic_records(Broker& broker, const boost::json::object& request);
// topic_upkeep.cpp
Answer trim(Broker& broker, const boost::json::object& request);
Answer compact(Broker& broker, const boost::json::object& request);
Answer apply_retention(Broker& broker, const boost::json::object& request);

}  // namespace dogear::broker::control
