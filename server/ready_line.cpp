#include "server/ready_line.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "server/addresses.hpp"
#include "server/version.hpp"

namespace dogear::server {

namespace json = boost::json;

std::string ready_line(const Options& options, const std::vector<std::uint16_t>& kafka_ports,
                       std::optional<std::uint16_t> control_port) {
  std::string bootstrap;
  json::array nodes;
  auto port = kafka_ports.begin();
  for (NodeId index = 0; index < options.nodes; ++index) {
    json::object listeners;
    const auto address = reachable(options.listeners.front().listen, *port);
    for (const auto& listener : options.listeners)
      listeners[listener.name] = reachable(listener.listen, *port++);
    bootstrap += (bootstrap.empty() ? "" : ",") + address;
    nodes.push_back({{"id", options.first_node + index},
                     {"address", address},
                     {"listeners", std::move(listeners)}});
  }
  json::object line;
  line["bootstrap"] = bootstrap;
  if (control_port)
    line["control"] = "http://" + reachable(*options.control, *control_port);
  else
    line["control"] = nullptr;
  line["nodes"] = std::move(nodes);
  line["version"] = json::string(version());
  line["pid"] = static_cast<std::int64_t>(getpid());
  return json::serialize(line);
}

void write_port_file(const std::string& path, const std::string& line) {
  const auto beside = path + ".new";
  {
    std::ofstream file(beside, std::ios::trunc);
    file << line << '\n';
    file.close();
    if (!file)
      throw std::runtime_error(
          fmt::format("cannot write the port file {}: {}", beside, std::strerror(errno)));
  }
  std::error_code error;
  std::filesystem::rename(beside, path, error);
  if (error)
    throw std::runtime_error(
        fmt::format("cannot write the port file {}: {}", path, error.message()));
}

}  // namespace dogear::server
