// Listeners as Kafka's configs describe them: the addresses on which each node listens, and the
// addresses that it tells the clients of each listener.
//
//   listeners, advertised.listeners  a list of NAME://HOST:PORT. To listen, an empty HOST, 0.0.0.0
//                                    and :: mean every address. Advertised PORT 0 means the
//                                    listener's own.
//   listener.security.protocol.map   a list of NAME:PROTOCOL. Only PLAINTEXT is served.
//   controller.listener.names        a list of NAME. They are not opened: there is no controller.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/settings.hpp"
#include "server/option_sources.hpp"
#include "server/option_values.hpp"

namespace dogear::server {

// A listener of the first node. On the other nodes the ports count up, unless they are 0.
struct ListenerOption {
  std::string name;
  Endpoint listen;  // port 0: any free port
  // Host "": the address that the client has reached. Port 0: the port on which it listens.
  Endpoint advertised;
  friend bool operator==(const ListenerOption&, const ListenerOption&) = default;
};

struct Listeners {
  std::vector<ListenerOption> open;
  std::vector<std::string> notes;  // for the log
};

// Throws BadOption for what Kafka refuses, in Kafka's words, and for what is not served.
Listeners listeners_of(const Settings& broker_configs);

// Throws BadOption if two listeners would have the same port, on whatever nodes, or if a node would
// have a port above 65535.
void check_ports(const std::vector<ListenerOption>& listeners, std::int32_t nodes);

std::uint16_t port_of_node(std::uint16_t first_port, std::size_t index);

// Turns `--listen` and `--advertise` into the configs listeners and advertised.listeners. A plain
// HOST:PORT becomes the listener PLAINTEXT.
void listen_by_configs(GivenOptions& given);
constexpr std::string_view advertise_form = "HOST:PORT or NAME://HOST:PORT";

}  // namespace dogear::server
