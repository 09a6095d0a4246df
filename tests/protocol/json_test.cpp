// Messages written as JSON: what does not fit is an error that names the field.
#include "protocol/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "protocol/message.hpp"
#include "protocol/messages/alter_client_quotas.hpp"
#include "protocol/messages/fetch.hpp"
#include "protocol/messages/heartbeat.hpp"
#include "protocol/messages/metadata.hpp"
#include "protocol/messages/produce.hpp"

namespace dogear::protocol {
namespace {

namespace json = boost::json;

template <class M>
std::string error_of(std::string_view text, Version version) {
  return from_json<M>(json::parse(text), version).error;
}

TEST(Json, AbsentFieldsKeepTheirDefaults) {
  const auto request = from_json<FetchRequest>(json::parse(R"({"maxWaitMs":5})"), 12).message;
  EXPECT_EQ(request.max_wait_ms, 5);
  EXPECT_EQ(request.session_epoch, -1);
  EXPECT_EQ(request.max_bytes, 0x7fffffff);
}

TEST(Json, NumbersThatAreNotFiniteAreTexts) {
  for (const auto* text : {"NaN", "Infinity", "-Infinity"}) {
    const json::value entries = {{{"ops", {{{"key", "k"}, {"value", text}}}}}};
    const auto read = from_json<AlterClientQuotasRequest>({{"entries", entries}}, 1);
    EXPECT_EQ(read.error, "");
    EXPECT_EQ(to_json(read.message, 1).at("entries").at(0).at("ops").at(0).at("value"), text);
  }
  EXPECT_EQ(error_of<AlterClientQuotasRequest>(R"({"entries":[{"ops":[{"value":"much"}]}]})", 1),
            "value is not a number");
}

TEST(Json, AFieldThatDoesNotExistIsNamed) {
  EXPECT_EQ(error_of<HeartbeatRequest>(R"({"group":"g"})", 0),
            "group is not a field of this message");
  EXPECT_EQ(error_of<HeartbeatRequest>(R"({"groupInstanceId":"i"})", 2),
            "groupInstanceId is not a field of this message");
  EXPECT_EQ(error_of<HeartbeatRequest>(R"({"groupInstanceId":"i"})", 3), "");
  EXPECT_EQ(error_of<FetchRequest>(R"({"topics":[{"partitions":[{"offset":1}]}]})", 12),
            "offset is not a field of this message");
}

TEST(Json, AValueOfAnotherTypeIsNamed) {
  EXPECT_EQ(error_of<HeartbeatRequest>(R"({"groupId":7})", 0), "groupId is not a string");
  EXPECT_EQ(error_of<HeartbeatRequest>(R"({"generationId":"1"})", 0),
            "generationId is not an integer of its size");
  EXPECT_EQ(error_of<HeartbeatRequest>(R"({"generationId":2147483648})", 0),
            "generationId is not an integer of its size");
  EXPECT_EQ(error_of<FetchRequest>(R"({"topics":{}})", 4), "topics is not an array");
  EXPECT_EQ(error_of<FetchRequest>(R"({"topics":[1]})", 4), "topics is not an object");
  EXPECT_EQ(error_of<FetchRequest>(R"({"topics":[{"topicId":"x"}]})", 13),
            "topicId is not an id of 22 base64 characters");
  EXPECT_EQ(error_of<ProduceRequest>(R"({"topicData":[{"partitionData":[{"records":"***"}]}]})", 9),
            "records is not base64");
  EXPECT_EQ(error_of<MetadataRequest>(R"({"allowAutoTopicCreation":1})", 9),
            "allowAutoTopicCreation is neither true nor false");
  EXPECT_EQ(error_of<MetadataRequest>("[]", 9), "message is not an object");
}

TEST(Json, NullIsNamedWhereTheVersionForbidsIt) {
  EXPECT_EQ(error_of<MetadataRequest>(R"({"topics":null})", 0),
            "topics may not be null in this version");
  EXPECT_EQ(error_of<MetadataRequest>(R"({"topics":null})", 1), "");
  EXPECT_EQ(error_of<MetadataRequest>(R"({"topics":[{"name":null}]})", 9),
            "name may not be null in this version");
}

TEST(Json, ErrorCodesAreReadByNameAndByNumberAndWrittenByName) {
  const auto of = [](std::string_view code) {
    const auto read =
        from_json<HeartbeatResponse>(json::parse(R"({"errorCode":)" + std::string(code) + "}"), 0);
    return read ? json::serialize(to_json(read.message, 0)) : read.error;
  };
  EXPECT_EQ(of(R"("ILLEGAL_GENERATION")"), R"({"errorCode":"ILLEGAL_GENERATION"})");
  EXPECT_EQ(of("22"), R"({"errorCode":"ILLEGAL_GENERATION"})");
  EXPECT_EQ(of("9999"), R"({"errorCode":9999})");
  EXPECT_EQ(of(R"("NO_SUCH")"), "errorCode is not the name of an error of Kafka's");
}

}  // namespace
}  // namespace dogear::protocol
