// Is Dogear there? A cluster with a topic, by the C++ wrapper.
#include <dogear/cluster.hpp>
#include <iostream>

int main() {
  dogear::Cluster kafka;
  kafka.create_topic("orders");
  const auto placed = kafka.produce("orders", {{"7", "two coffees"}});
  std::cout << "Kafka at " << kafka.bootstrap_servers() << ", the first order is at offset "
            << placed[0].offset << "\n";
  return placed[0].offset == 0 ? 0 : 1;
}
