// The connections between the clients and a broker in this process. Requests and answers are bytes;
// all output of the broker is hashed.
//
// A client handles an answer when it reads it: at once, or later if it is slow. A handler sends no
// further request: that is left to a later step.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "broker/broker.hpp"
#include "protocol/frame.hpp"

namespace dogear::simulation {

// Whether a request that waits should have been answered by now, judged by the cluster's state.
using Overdue = std::function<bool(const broker::Cluster&)>;

enum class Answers : bool { none, one };  // none: a Produce of acks=0

// One line of the log of a run, which traces and conversations are made from.
struct Said {
  enum class Kind : std::uint8_t { request, answer, closed, hang_up, time, remark };
  Kind kind = Kind::remark;
  ConnectionId connection = 0;
  NodeId node = 1;
  std::string client_id;
  const protocol::Api* api = nullptr;  // of requests and answers
  protocol::Version version = 0;
  boost::json::value json;
  Answers answers = Answers::one;
  Millis duration{};
  std::string text;  // of a remark
};

class Wire {
 public:
  Wire(broker::Cluster cluster, BrokerTime start) : broker_(std::move(cluster), start) {}

  broker::Broker& broker() { return broker_; }
  const broker::Broker& broker() const { return broker_; }

  void open(ConnectionId id, NodeId node);
  bool is_open(ConnectionId id) const { return connections_.contains(id); }
  void hang_up(ConnectionId id);
  // After a snapshot was restored: the broker has closed all connections.
  void forget_all();
  // Continues with this broker and transcript, without connections.
  void begin_again(broker::Broker broker, std::uint64_t transcript_hash);

  template <class Response, class Request>
  void ask(ConnectionId id, const std::string& client_id, const Request& request,
           protocol::Version version, std::function<void(const Response&)> heard, Overdue overdue,
           Answers answers);

  // A slow connection leaves its answers unread until read() or set_slow(id, false).
  void set_slow(ConnectionId id, bool slow);
  void read(ConnectionId id, std::size_t answers);

  // How many requests have no answer yet, or one that is unread.
  std::size_t outstanding(ConnectionId id) const;
  bool is_slow(ConnectionId id) const;

  // Takes the broker's output; false if there is none. deliver() then hands it to the clients.
  bool take_output();
  void deliver();

  // Describes a request that still waits although it should have been answered, if there is one.
  std::optional<std::string> find_forgotten();

  std::uint64_t transcript_hash() const { return hash_; }
  void note(std::string_view text);

  // Logs what is said from now on.
  void keep_story(std::vector<Said>& story) { story_ = &story; }
  void say(Said said);

 private:
  struct Asked {
    std::int32_t correlation_id;
    std::string_view api;
    std::function<void(const Slice&)> heard;
    Overdue overdue;
    std::function<Said(const Slice&)> said;  // only while a story is kept
  };
  struct Unread {
    std::size_t bytes;
    Slice frame;
    Asked asked;
  };
  struct Connection {
    NodeId node = 1;
    std::int32_t last_correlation_id = 0;
    std::deque<Asked> asked;
    std::deque<Unread> unread;
    bool slow = false;
  };

  void send(ConnectionId id, const protocol::ByteChain& frame);
  void take_answer(const broker::OutputFrame& output);
  void read_one(ConnectionId id);
  void mix(ByteSpan bytes);
  void mix(std::uint64_t number);

  broker::Broker broker_;
  std::map<ConnectionId, Connection> connections_;
  std::vector<ConnectionId> closed_;
  std::uint64_t hash_ = 0;
  std::vector<Said>* story_ = nullptr;
};

template <class Response, class Request>
void Wire::ask(ConnectionId id, const std::string& client_id, const Request& request,
               protocol::Version version, std::function<void(const Response&)> heard,
               Overdue overdue, Answers answers) {
  auto& connection = connections_.at(id);
  const auto correlation_id = ++connection.last_correlation_id;
  const auto decode = [version](const Slice& frame) {
    const auto flexible = protocol::flexible_response_header(Response::api, version);
    return protocol::decode<Response>(protocol::parse_response(frame, flexible)->body, version)
        .message;
  };
  Said said{.connection = id,
            .node = connection.node,
            .client_id = client_id,
            .api = &Response::api,
            .version = version,
            .answers = answers};
  Asked asked{correlation_id, Request::api.name,
              [decode, heard = std::move(heard)](const Slice& frame) { heard(decode(frame)); },
              std::move(overdue), nullptr};
  if (story_) {
    said.kind = Said::Kind::answer;
    asked.said = [decode, version, said](const Slice& frame) mutable {
      said.json = protocol::to_json(decode(frame), version);
      return said;
    };
    said.kind = Said::Kind::request;
    said.json = protocol::to_json(request, version);
    say(std::move(said));
  }
  if (answers == Answers::one) connection.asked.push_back(std::move(asked));
  send(id, protocol::encode_request(request, version, correlation_id, client_id));
}

}  // namespace dogear::simulation
