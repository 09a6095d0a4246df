// The control port over real sockets: HTTP as it should be, and as it should not.
#include <fmt/format.h>

#include "running_dogear.hpp"
#include "socket.hpp"

namespace dogear::server {
namespace {

namespace json = boost::json;

constexpr std::size_t mebibyte = 1024 * 1024;

class ControlApi : public testing::Test {
 protected:
  void TearDown() override {
    const Socket kafka(dogear.kafka_port());
    EXPECT_TRUE(kafka.ask("ApiVersions", 0).is_object()) << "Kafka's port is not served";
    EXPECT_EQ(dogear.end(), 0);
  }

  Socket connect() { return Socket(dogear.control_port()); }
  // The whole answer to a request on a connection of its own.
  std::string ask(const std::string& method, const std::string& path,
                  const std::string& body = "") {
    const auto client = connect();
    EXPECT_TRUE(client.send(fmt::format(
        "{} {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}", method,
        path, body.size(), body)));
    return client.receive_all();
  }
  static std::string first_line(const std::string& answer) {
    return answer.substr(0, answer.find('\r'));
  }
  static std::string body(const std::string& answer) {
    return answer.substr(std::min(answer.size(), answer.find("\r\n\r\n") + 4));
  }

  RunningDogear dogear{{"--clock", "manual:2026-01-31T12:00:00Z", "--topic", "t"}};
};

TEST_F(ControlApi, AnswersProbes) {
  EXPECT_EQ(body(ask("GET", "/livez")), "ok\n");
  EXPECT_EQ(body(ask("GET", "/readyz")), "ok\n");
  const auto head = ask("HEAD", "/readyz");
  EXPECT_EQ(first_line(head), "HTTP/1.1 200 OK");
  EXPECT_EQ(body(head), "");
}

TEST_F(ControlApi, RunsVerbs) {
  const auto told = [](std::string_view now) { return fmt::format("\"now\":\"{}\"", now); };
  EXPECT_NE(ask("GET", "/v1/clock/read").find(told("2026-01-31T12:00:00.000Z")), std::string::npos);
  EXPECT_NE(ask("POST", "/v1/clock/read").find(told("2026-01-31T12:00:00.000Z")),
            std::string::npos);
  EXPECT_NE(
      ask("POST", "/v1/clock/advance", R"({"by":"45s"})").find(told("2026-01-31T12:00:45.000Z")),
      std::string::npos);
  EXPECT_NE(
      ask("POST", "/v1/clock/set", R"({"to":"2027-01-01"})").find(told("2027-01-01T00:00:00.000Z")),
      std::string::npos);
  EXPECT_NE(ask("GET", "/v1").find("\"verb\":\"advance\""), std::string::npos);
}

TEST_F(ControlApi, AnswersProblemsThatNameTheField) {
  const auto answer = ask("POST", "/v1/clock/advance", R"({"by":"soon"})");
  EXPECT_EQ(first_line(answer), "HTTP/1.1 400 Bad Request");
  EXPECT_NE(answer.find("Content-Type: application/problem+json"), std::string::npos);
  const auto problem = json::parse(body(answer)).as_object();
  EXPECT_EQ(problem.at("field"), "by");
  EXPECT_EQ(problem.at("status"), 400);
}

TEST_F(ControlApi, RefusesWhatItDoesNotKnow) {
  const auto line = [&](const std::string& method, const std::string& path,
                        const std::string& request = "") {
    return first_line(ask(method, path, request));
  };
  EXPECT_EQ(line("GET", "/"), "HTTP/1.1 404 Not Found");
  EXPECT_EQ(line("POST", "/v1/clock/stop"), "HTTP/1.1 404 Not Found");
  EXPECT_EQ(line("POST", "/v1/clock"), "HTTP/1.1 404 Not Found");
  EXPECT_EQ(line("POST", "/v1/clock/read/now"), "HTTP/1.1 404 Not Found");
  EXPECT_EQ(line("GET", "/v1/clock/advance"), "HTTP/1.1 405 Method Not Allowed");
  EXPECT_EQ(line("DELETE", "/v1/clock/read"), "HTTP/1.1 405 Method Not Allowed");
  EXPECT_EQ(line("POST", "/metrics"), "HTTP/1.1 405 Method Not Allowed");
  EXPECT_EQ(line("POST", "/v1/clock/read", "{"), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(line("POST", "/v1/clock/read", "[]"), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(line("POST", "/v1/clock/read", std::string(500, '[')), "HTTP/1.1 400 Bad Request");
}

TEST_F(ControlApi, KeepsConnectionsAndAnswersPipelinedRequestsInOrder) {
  const auto client = connect();
  const std::string get = "GET /v1/clock/read HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string advance =
      "POST /v1/clock/advance HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n{\"by\":\"1s\"}";
  const std::string last = "GET /v1/clock/read HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  EXPECT_TRUE(client.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n" + advance));
  EXPECT_TRUE(client.send(get + last));
  const auto answers = client.receive_all();
  std::size_t at = 0;
  for (const auto* expected : {"ok\n", "12:00:01.000Z", "12:00:01.000Z", "12:00:01.000Z"}) {
    at = answers.find(expected, at);
    ASSERT_NE(at, std::string::npos) << expected << "\n" << answers;
    ++at;
  }
}

TEST_F(ControlApi, TellsMetrics) {
  const Socket kafka(dogear.kafka_port());
  EXPECT_TRUE(kafka.ask("Metadata", 12, R"({"topics":null})").is_object());
  EXPECT_TRUE(kafka.ask("Metadata", 12, R"({"topics":[{"name":"a b"}]})").is_object());
  const auto page = body(ask("GET", "/metrics"));
  for (const auto* line :
       {"dogear_connections 1\n", "dogear_connections_opened_total 1\n",
        "dogear_requests_total{api=\"Metadata\",error=\"NONE\"} 1\n",
        "dogear_requests_total{api=\"Metadata\",error=\"INVALID_TOPIC_EXCEPTION\"} 1\n",
        "dogear_records_in_total 0\n", "dogear_topics 1\n", "process_resident_memory_bytes "}) {
    EXPECT_NE(page.find(line), std::string::npos) << line << page;
  }
}

TEST_F(ControlApi, BoundsHeadersAndBodies) {
  EXPECT_EQ(first_line(ask("POST", "/v1/clock/read", std::string(2 * mebibyte, ' '))),
            "HTTP/1.1 413 Payload Too Large");
  EXPECT_EQ(first_line(ask("GET", "/" + std::string(10'000, 'x'))),
            "HTTP/1.1 431 Request Header Fields Too Large");
  const auto endless = connect();
  EXPECT_TRUE(endless.send("POST /v1/clock/read HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"));
  const auto chunk = "10000\r\n" + std::string(0x10000, ' ') + "\r\n";
  for (int i = 0; i < 20; ++i)
    if (!endless.send(chunk)) break;
  EXPECT_EQ(first_line(endless.receive_all()), "HTTP/1.1 413 Payload Too Large");
}

TEST_F(ControlApi, RefusesWhatIsNotHttp) {
  for (const auto* noise :
       {"\r\n\r\n\r\n", "\x16\x03\x01\x02 TLS", "GET\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"}) {
    const auto client = connect();
    EXPECT_TRUE(client.send(noise));
    shutdown(client.fd(), SHUT_WR);
    const auto answer = client.receive_all();
    EXPECT_TRUE(answer.empty() || first_line(answer) == "HTTP/1.1 400 Bad Request") << answer;
  }
}

TEST_F(ControlApi, ForgetsAVerbThatWaitsWhenItsClientIsGone) {
  const auto client = connect();
  const std::string wait = R"({"group":"g","members":1,"timeout":"1h"})";
  EXPECT_TRUE(client.send(fmt::format(
      "POST /v1/wait/stable HTTP/1.1\r\nContent-Length: {}\r\n\r\n{}", wait.size(), wait)));
  client.end_sending();
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ControlApi, HasRoomForManyAndBoundedMemoryForAll) {
  const auto before = dogear.resident_bytes();
  std::vector<Socket> silent;
  for (int i = 0; i < 400; ++i) {
    silent.push_back(connect());
    // A body of a mebibyte is announced and half of it sent.
    silent.back().send("POST /v1/clock/read HTTP/1.1\r\nContent-Length: 1048576\r\n\r\n");
    silent.back().send_some(bytes_of(std::string(50'000, ' ')));
  }
  const Socket kafka(dogear.kafka_port());
  EXPECT_TRUE(kafka.ask("ApiVersions", 0).is_object());
  EXPECT_LT(dogear.resident_bytes(), before + 100 * mebibyte);
  silent.clear();
  // Some askers are refused until Dogear has seen that the others are gone.
  int asked = 0;
  while (body(ask("GET", "/livez")) != "ok\n" && asked < 1000) ++asked;
  EXPECT_LT(asked, 1000);
}

}  // namespace
}  // namespace dogear::server
