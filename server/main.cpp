// Options in, a broker out. Nothing else looks at argv or the environment.
#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include "server/kafka_listener.hpp"
#include "server/machine.hpp"
#include "server/options.hpp"

extern char** environ;

namespace dogear::server {
namespace {

Environment environment() {
  Environment variables;
  for (char** variable = environ; *variable; ++variable) {
    const std::string text = *variable;
    const auto equals = text.find('=');
    if (text.starts_with("DOGEAR_") && equals != std::string::npos) {
      variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  return variables;
}

int serve(const Options& options) {
  boost::asio::io_context io(1);
  broker::Cluster cluster;
  cluster.id = "AAAAAAAAAAAAAAAAAAAAAA";
  cluster.nodes.push_back({1, "", options.listen.port});
  Driver driver(io, broker::Broker(std::move(cluster), Clocks::machine_time()),
                Clocks(options.clock.mode),
                [](const broker::LogLine& line) { std::cerr << line.text << "\n"; });
  ReadScratch scratch;
  KafkaListener listener(io, {{boost::asio::ip::make_address("127.0.0.1"), options.listen.port}},
                         {}, driver, scratch);
  io.run();
  return 0;
}

int run(const std::vector<std::string>& args) {
  const auto parsed = parse_options(args, environment(), this_machine());
  if (const auto* exit = std::get_if<Exit>(&parsed)) {
    std::cout << exit->out;
    std::cerr << exit->err;
    return exit->status;
  }
  return serve(std::get<Options>(parsed));
}

}  // namespace
}  // namespace dogear::server

int main(int argc, char** argv) { return dogear::server::run({argv + 1, argv + argc}); }
