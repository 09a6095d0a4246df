// A request that a fault fails as a whole is answered as Kafka's own class for the request would:
// error_answers.txt, recorded by reference/record_error_answers.java.
#include <fstream>
#include <sstream>

#include "broker/faults/faults.hpp"
#include "machine.hpp"
#include "tests/hex.hpp"

namespace dogear::broker {
namespace {

struct Question {
  std::string api;
  ErrorCode error = ErrorCode::none;
  std::string request;
};

// "API FIRST-LAST ERROR {...}"
Question read_question(const std::string& line) {
  Question question;
  std::istringstream words(line);
  std::string versions;
  std::string error;
  words >> question.api >> versions >> error;
  std::getline(words, question.request);
  question.error = *error_code_named(error);
  return question;
}

std::string recorded(const Question& question, protocol::Version version, const std::string& hex) {
  const auto bytes = from_hex(hex);
  std::string error;
  const auto json =
      protocol::find_api(question.api)->response.decode(Slice::copy_of(bytes), version, error);
  EXPECT_EQ(error, "");
  return boost::json::serialize(json) + "\n";
}

std::string answered(const Question& question, protocol::Version version) {
  Machine machine;
  machine.connect(1);
  machine.broker.faults().add({.match = {.api = protocol::find_api(question.api)->api.key},
                               .action = FailWith{question.error}});
  machine.send(1, question.api, version, question.request);
  return machine.answers();
}

TEST(ErrorAnswers, AreThoseOfKafkasRequests) {
  std::ifstream file(DOGEAR_SOURCE_DIR "/tests/broker/error_answers.txt");
  Question question;
  int count = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("? ")) question = read_question(line.substr(2));
    if (!line.starts_with("= ")) continue;
    std::istringstream words(line.substr(2));
    protocol::Version version = 0;
    std::string hex;
    words >> version >> hex;
    ++count;
    EXPECT_EQ(answered(question, version), recorded(question, version, hex))
        << question.api << " v" << version << question.request;
  }
  EXPECT_GT(count, 200);
}

}  // namespace
}  // namespace dogear::broker
