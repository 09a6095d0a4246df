#include "server/kafka_listener.hpp"

#include "server/kafka_connection.hpp"

namespace dogear::server {

KafkaListener::KafkaListener(boost::asio::io_context& io,
                             const std::vector<Tcp::endpoint>& endpoints, ListenerSettings settings,
                             Driver& driver, ReadScratch& scratch)
    : settings_(std::move(settings)),
      driver_(driver),
      scratch_(scratch),
      acceptor_(io, endpoints, [this](Tcp::socket socket) { serve(std::move(socket)); }) {}

void KafkaListener::serve(Tcp::socket socket) {
  boost::system::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;  // gone already
  const auto local = socket.local_endpoint(error);
  if (error) return;
  broker::Peer peer;
  peer.node = settings_.node;
  peer.listener = settings_.name;
  peer.client_host = "/" + remote.address().to_string();
  peer.reached_host = local.address().to_string();
  std::make_shared<KafkaConnection>(std::move(socket), settings_.request_bytes_max, driver_,
                                    scratch_)
      ->start(std::move(peer));
}

}  // namespace dogear::server
