#include <cstdio>
#include <iostream>
#include "server/kafka_listener.hpp"
using namespace dogear;
int main() {
  boost::asio::io_context io(1);
  broker::Cluster cluster;
  cluster.id = "AAAAAAAAAAAAAAAAAAAAAA";
  cluster.nodes.push_back({1, "", 19092});
  server::Driver driver(io, broker::Broker(std::move(cluster), server::Clocks::machine_time()), server::Clocks(server::ClockMode::real), [](const broker::LogLine& l) { std::cerr << l.text << "\n"; });
  server::ReadScratch scratch;
  server::KafkaListener listener(io, {{boost::asio::ip::make_address("127.0.0.1"), 19092}}, {}, driver, scratch);
  io.run();
}
