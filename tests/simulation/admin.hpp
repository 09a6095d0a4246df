// The administrator: creates, alters and deletes topics, configs, records, groups and offsets.
#pragma once
#include "link.hpp"
#include "plan.hpp"

namespace dogear::simulation {

class Admin {
 public:
  explicit Admin(World& world);

  void create_topic(const Step& step);
  void delete_topic(const Step& step);
  void create_partitions(const Step& step);
  void delete_records(const Step& step);
  void alter_config(const Step& step);
  void delete_group(const Step& step);
  void delete_offsets(const Step& step);
  // Of a partition of a topic, or of __consumer_offsets.
  void move_leader(const Step& step);

 private:
  template <class Response, class Request>
  void ask(NodeId node, const Request& request, protocol::Version version) {
    if (link_.ready(node, 0)) link_.ask<Response>(node, request, version, [](const auto&) {});
  }

  World* world_;
  Link link_;
};

const std::vector<std::string>& group_names();

}  // namespace dogear::simulation
