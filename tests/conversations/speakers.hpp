// The named connections of a conversation: what each asked and has not heard an answer to.
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
  boost::json::value message;  // without names
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

  // Its client id is its name until told otherwise.
  Speaker& named(const std::string& name);
  // Connects to `node`; to the usual one when that is 0. Does nothing when connected there.
  void open(Speaker& speaker, int node);
  void hang_up(Speaker& speaker);

  // Puts what comes into the inboxes. Waits up to `patience` for the first.
  void collect(Millis patience);
  WireEvent next_event(const std::string& name);
  // Someone whose inbox is not empty; null when there is no one.
  const std::string* who_heard() const;

 private:
  Wire& wire_;
  std::map<std::string, Speaker> speakers_;
};

}  // namespace dogear::conversations
