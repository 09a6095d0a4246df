// bench_load VERB [options]: see load.hpp. Prints one line of JSON.
#include "bench/load.hpp"

#include <functional>
#include <map>

#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
  using namespace dogear::bench;
  LoadOptions options;
  std::string bytes = "1g";
  const std::map<std::string, std::function<void(const LoadOptions&)>> verbs = {
      {"create", create_topic},
      {"delete", delete_topic},
      {"ready", await_ready},
      {"hold", hold_connections},
      {"polls", hold_polls},
      {"produce", produce},
      {"fetch", fetch},
      {"verify", verify},
      {"roundtrips", round_trips},
      {"fetch-roundtrips", fetch_round_trips},
      {"metadata-roundtrips", metadata_round_trips},
      {"commits", commits}};

  CLI::App app("Raw load on a Kafka-compatible broker");
  app.require_subcommand(1);
  for (const auto& [name, verb] : verbs) app.add_subcommand(name)->fallthrough();
  app.add_option("--address", options.address);
  app.add_option("--topic", options.topic);
  app.add_option("--bytes", bytes, "of record values, e.g. 1g");
  app.add_option("--record-bytes", options.record_bytes);
  app.add_option("--batch-bytes", options.batch_bytes);
  app.add_option("--fetch-bytes", options.fetch_bytes);
  app.add_option("--connections", options.connections, "each with a partition of its own");
  app.add_option("--pipeline", options.pipeline, "requests in flight on each connection");
  app.add_option("--count", options.count, "of round trips, of commits");
  app.add_option("--groups", options.groups, "that commit in turn");
  CLI11_PARSE(app, argc, argv);
  options.bytes = parse_bytes(bytes);
  verbs.at(app.get_subcommands().front()->get_name())(options);
  return 0;
}
