// Control verbs asked as users ask, of a broker in process.
#pragma once
#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "../harness.hpp"
#include "broker/control/verb.hpp"
#include "protocol/base64.hpp"
#include "storage/record_reader.hpp"

namespace dogear::broker::control {

namespace json = boost::json;

class ControlVerbs : public testing::Test {
 protected:
  // The answer, or why it is refused.
  std::string ask(std::string_view noun, std::string_view verb, std::string_view request) {
    const auto answer =
        find_verb(noun, verb)->run(harness.broker, json::parse(request).as_object());
    if (const auto* problem = std::get_if<Problem>(&answer))
      return fmt::format("{} {}: {}: {}", problem->status, problem->title, problem->field,
                         problem->detail);
    return json::serialize(std::get<json::object>(answer));
  }
  std::string create(std::string_view request) { return ask("topics", "create", request); }
  std::string produce(std::string_view request) { return ask("topics", "produce", request); }
  std::string set_offsets(std::string_view request) {
    return ask("groups", "set-offsets", request);
  }

  // What is told under this JSON pointer of the answer.
  std::string told(std::string_view noun, std::string_view verb, std::string_view request,
                   std::string_view pointer) {
    boost::system::error_code error;
    const auto answer = json::parse(ask(noun, verb, request), error);
    const auto* found = error ? nullptr : answer.find_pointer(pointer, error);
    return found ? json::serialize(*found) : ask(noun, verb, request);
  }

  // One consumer of topic t alone in group g, which is assigned partitions 0 and 1; its member id.
  std::string join() {
    using namespace std::string_literals;
    const auto topic = "\0\0\0\0\0\1\0\1t"s;
    const auto subscription = protocol::to_base64(bytes_of(topic + "\xFF\xFF\xFF\xFF"));
    const auto assignment =
        protocol::to_base64(bytes_of(topic + "\0\0\0\2\0\0\0\0\0\0\0\1"s + "\xFF\xFF\xFF\xFF"));
    harness.ask_json("FindCoordinator", 4, R"({"coordinatorKeys":["g"]})");
    const auto joined = harness.ask_json(
        "JoinGroup", 3,
        fmt::format(R"({{"groupId":"g", "sessionTimeoutMs":10000, "rebalanceTimeoutMs":20000,
            "protocolType":"consumer", "protocols":[{{"name":"range", "metadata":"{}"}}]}})",
                    subscription));
    const auto member = json::value_to<std::string>(joined.at("memberId"));
    harness.ask_json("SyncGroup", 3,
                     fmt::format(R"({{"groupId":"g", "generationId":1, "memberId":"{0}",
            "assignments":[{{"memberId":"{0}", "assignment":"{1}"}}]}})",
                                 member, assignment));
    return member;
  }

  // A partition's records as a consumer gets them: "offset@timestamp key=value {header=value}".
  std::string fetched(std::string_view topic, int partition = 0) {
    const auto answer = harness.ask_json(
        "Fetch", 11,
        fmt::format(R"({{"maxBytes":1000000, "topics":[{{"topic":"{}", "partitions":[
                        {{"partition":{}, "partitionMaxBytes":1000000}}]}}]}})",
                    topic, partition));
    const auto& row = answer.at("responses").at(0).at("partitions").at(0);
    const auto bytes = *protocol::from_base64(json::value_to<std::string>(row.at("records")));
    std::string text;
    storage::for_each_batch(bytes_of(bytes), [&](const storage::RecordBatch& batch) {
      storage::for_each_record(batch,
                               [&](const storage::RecordView& record) { text += told(record); });
    });
    return text;
  }

  Harness harness;

 private:
  static std::string told(const storage::RecordView& record) {
    const auto shown = [](const std::optional<ByteSpan>& bytes) {
      return bytes ? std::string(text_of(*bytes)) : "null";
    };
    auto text = fmt::format("{}@{} {}={}", record.offset, record.timestamp, shown(record.key),
                            shown(record.value));
    storage::HeaderReader headers(record);
    for (storage::HeaderView header; headers.next(header);)
      text += fmt::format(" {{{}={}}}", text_of(header.key), shown(header.value));
    return text + "\n";
  }
};

}  // namespace dogear::broker::control
