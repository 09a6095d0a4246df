// Listeners as Kafka's configs have them: by which addresses each node is reached, and what it
// tells those who came by one of them.
//   listeners                        NAME://HOST:PORT,…  an empty HOST, 0.0.0.0 or :: is every
//   address advertised.listeners             NAME://HOST:PORT,…  any HOST; PORT 0 is that of the
//   listener listener.security.protocol.map   NAME:PROTOCOL,…     PLAINTEXT is served
//   controller.listener.names        NAME,…              not opened: nobody is a controller here
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "server/option_sources.hpp"
#include "server/option_values.hpp"

namespace dogear::server {

// Of the first node; ports of the others count up, but for 0.
struct ListenerOption {
  std::string name;
  Endpoint listen;  // port 0 is any free one
  Endpoint
      advertised;  // host "" is the address that a client reached, port 0 the one it listens on
  friend bool operator==(const ListenerOption&, const ListenerOption&) = default;
};

struct Listeners {
  std::vector<ListenerOption> open;
  std::vector<std::string> notes;  // for the log
};

// Throws BadOption for what Kafka refuses, in its words, and for what is not served.
Listeners listeners_of(const std::map<std::string, std::string>& broker_configs);

// Throws BadOption when two listeners of all nodes would have one port.
void check_ports(const std::vector<ListenerOption>& listeners, std::int32_t nodes);

std::uint16_t port_of_node(std::uint16_t first_port, std::size_t index);

// `--listen` and `--advertise` are short for listeners and advertised.listeners: HOST:PORT is that
// of the listener PLAINTEXT.
void listen_by_configs(GivenOptions& given);
constexpr std::string_view advertise_form = "HOST:PORT or NAME://HOST:PORT";

}  // namespace dogear::server
