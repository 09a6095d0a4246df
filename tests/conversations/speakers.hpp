// The named connections of a conversation, each with the requests that have not been answered yet.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "protocol/any_message.hpp"
#include "script.hpp"
#include "wire.hpp"

namespace dogear::conversations {

// A request that has not been answered.
struct Asked {
  const Step* step = nullptr;
  const protocol::AnyApi* api = nullptr;  // null when the answer cannot be read
  protocol::Version version = 0;
  std::int32_t correlation_id = 0;
  boost::json::value message;  // $names replaced by their values
};

struct Speaker {
  std::optional<WireConnection> connection;
  int node = 1;
  std::optional<std::string> client_id;
  std::int32_t correlation_id = 0;
  std::deque<Asked> asked;
  std::deque<WireEvent> inbox;

  void forget() {
    connection.reset();
    asked.clear();
  }
};

class Speakers {
 public:
  explicit Speakers(Wire& wire) : wire_(wire) {}
  ~Speakers();
  Speakers(const Speakers&) = delete;
  Speakers& operator=(const Speakers&) = delete;

  // Creates it at first use, with its name as its client id.
  Speaker& named(const std::string& name);
  // Connects to `node`, or with 0 to the node of the last time; does nothing if it is connected.
  void open(Speaker& speaker, int node);
  void hang_up(Speaker& speaker);

  // Moves all events into the inboxes. Waits up to `patience` for the first one.
  void collect(Millis patience);
  WireEvent next_event(const std::string& name);
  // The name of a connection with an event in its inbox; null if there is none.
  const std::string* who_heard() const;

 private:
  Wire& wire_;
  std::map<std::string, Speaker> speakers_;
};

}  // namespace dogear::conversations
