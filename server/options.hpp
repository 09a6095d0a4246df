// What the broker is told when it starts: by options, by variables, by a file, in this order of
// precedence.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/derive.hpp"
#include "base/ids.hpp"
#include "broker/configs/broker_config.hpp"
#include "broker/releases.hpp"
#include "server/exit.hpp"
#include "server/listeners.hpp"
#include "server/machine.hpp"
#include "server/option_sources.hpp"
#include "server/option_values.hpp"

namespace dogear::server {

struct Options {
  std::vector<ListenerOption> listeners;                // of each node, with the ports of the first
  std::optional<Endpoint> control = default_control();  // nothing: off
  std::int32_t nodes = 1;
  NodeId first_node = 1;                  // the others count up
  std::optional<std::string> cluster_id;  // else derived from the seed
  std::optional<std::string> init_file;
  std::vector<TopicOption> topics;  // no name occurs twice; the configs are valid
  broker::BrokerConfig broker_config;
  const broker::Release* as_version = &broker::releases().back();
  ClockOption clock;
  Seed seed;
  std::optional<std::string> port_file;
  std::uint64_t memory_limit_bytes = 0;
  LogThreshold log_level = LogThreshold::info;
  bool exit_with_parent = false;
  std::vector<std::string> notes, warnings;  // for the log, once
};

// `args` are those after the program's name. Reads nothing else but the file of --config.
std::variant<Options, Exit> parse_options(const std::vector<std::string>& args,
                                          const Environment& environment, const Machine& machine);

// What these values mean, wherever they came from. They must have passed listen_by_configs().
// Throws BadOption.
Options options_of(const GivenOptions& given, const Machine& machine);

}  // namespace dogear::server
