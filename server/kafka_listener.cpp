#include "server/kafka_listener.hpp"

#include <chrono>

#include <boost/asio/post.hpp>

#include "server/kafka_connection.hpp"

namespace dogear::server {

KafkaListener::KafkaListener(boost::asio::io_context& io,
                             const std::vector<Tcp::endpoint>& endpoints, ListenerSettings settings,
                             Driver& driver, ReadScratch& scratch)
    : settings_(std::move(settings)), driver_(driver), scratch_(scratch), retry_(io) {
  for (auto endpoint : endpoints) {
    if (endpoint.port() == 0)
      endpoint.port(port_);  // the second address follows the first one's port
    auto& acceptor = acceptors_.emplace_back(io);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(Tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen(4096);
    port_ = acceptor.local_endpoint().port();
  }
  for (auto& acceptor : acceptors_) accept(acceptor);
}

void KafkaListener::accept(Tcp::acceptor& acceptor) {
  acceptor.async_accept([this, &acceptor](boost::system::error_code error, Tcp::socket socket) {
    if (error == boost::asio::error::operation_aborted) return;
    if (!error) {
      serve(std::move(socket));
      return accept(acceptor);
    }
    // Out of file descriptors, for one: those who wait in the queue are taken when some are free.
    retry_.expires_after(std::chrono::milliseconds{50});
    retry_.async_wait([this, &acceptor](boost::system::error_code cancelled) {
      if (!cancelled) accept(acceptor);
    });
  });
}

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
