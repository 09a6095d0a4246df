// Reads a conversation file, and writes it again with new answers.
//
//   A commit with a stale generation is refused, and nothing changes.
//   rows: A30 A33
//
//   broker group.max.size=2
//   topic $orders partitions=1 retention.ms=-1
//   client a billing
//   a> JoinGroup/9 {"groupId":"$g", …}
//   a< {"errorCode":"MEMBER_ID_REQUIRED", …}
//
// docs/conversations.md describes every kind of line. A line that begins with white space continues
// the one before it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "protocol/versions.hpp"

namespace dogear::conversations {

enum class StepKind {
  note,      // a comment or an empty line
  client,    // the client id of a connection that is not open yet
  topic,     // created before the conversation begins
  request,   // connection> Api/version {…}
  raw,       // connection> raw [Api/version] <hex>: exactly these bytes
  answer,    // connection< {…}
  closed,    // the broker closed the connection
  silent,    // the request is never answered (acks=0)
  hangs_up,  // the client closes the connection
  clock,     // time passes
};

struct Step {
  StepKind kind = StepKind::note;
  int line = 0;
  std::string text;  // as it stands in the file
  std::string connection;
  std::string node;        // "2", "$coordinator1" or "!$coordinator1"; empty for the same as before
  bool transient = false;  // Kafka may need a moment before it gives this answer
  bool waits = false;      // the answer comes only after other steps
  std::string api;
  protocol::Version version = 0;
  boost::json::value json;  // null in an answer that has not been recorded yet
  std::string argument;     // hexadecimal bytes, a client id, a duration, a topic with its configs
};

// A mistake in a conversation file, or an answer that the conversation cannot go on with.
struct ScriptError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Conversation {
  std::string path;
  std::string name;  // "groups/stale-generation"
  std::string head;  // everything above the steps, as it stands in the file
  std::string title;
  std::vector<std::string> rows;    // of the catalogues
  std::vector<std::string> broker;  // "key=value", sorted; "alone" where no other file may share it
  std::vector<Step> steps;

  std::string place(const Step& step) const { return path + ":" + std::to_string(step.line); }
  bool has_broker_flag(std::string_view flag) const;
  int nodes() const;
  std::vector<std::string> broker_configs() const;  // "key=value", nodes and flags left out
};

Conversation read_conversation(const std::string& path);
std::string print(const Conversation& conversation);
// Adds an empty answer step after every request that has none, except those that wait.
Conversation with_missing_answers(Conversation conversation);

}  // namespace dogear::conversations
