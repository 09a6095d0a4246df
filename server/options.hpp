// What `dogear` is told when it starts: by options, by DOGEAR_… variables, by a file (first wins).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/derive.hpp"
#include "broker/configs/broker_config.hpp"
#include "server/machine.hpp"
#include "server/option_sources.hpp"
#include "server/option_values.hpp"

namespace dogear::server {

struct Options {
  Endpoint listen{"localhost",
                  9092};  // of the first node; the others count up, or are free ports too
  std::optional<Endpoint> control = Endpoint{"127.0.0.1", 9644};  // nothing: off
  std::int32_t nodes = 1;
  std::vector<TopicOption> topics;  // no name twice; the configs are good
  broker::BrokerConfig broker_config;
  ClockOption clock;
  Seed seed;
  std::optional<std::string> port_file;
  std::uint64_t memory_limit_bytes = 0;
  LogThreshold log_level = LogThreshold::info;
  bool exit_with_parent = false;
  std::vector<std::string> warnings;  // for the log, once
};

// `args` are without the program's name. Looks at nothing else but the file of --config.
std::variant<Options, Exit> parse_options(const std::vector<std::string>& args,
                                          const Environment& environment, const Machine& machine);

}  // namespace dogear::server
