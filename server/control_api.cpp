#include "server/control_api.hpp"

#include "server/control_connection.hpp"

namespace dogear::server {

ControlApi::ControlApi(boost::asio::io_context& io, const std::vector<Tcp::endpoint>& endpoints,
                       Driver& driver, const ControlLimits& limits)
    : driver_(driver),
      limits_(limits),
      acceptor_(io, endpoints, [this](Tcp::socket socket) { serve(std::move(socket)); }) {}

void ControlApi::serve(Tcp::socket socket) {
  if (static_cast<std::size_t>(open_.use_count()) > limits_.connections) return;
  std::make_shared<ControlConnection>(std::move(socket), driver_, limits_, open_)->start();
}

}  // namespace dogear::server
