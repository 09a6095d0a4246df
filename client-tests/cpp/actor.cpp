// The client program of the story for librdkafka's C++ API: reads commands, one a line, and answers
// (README.md, "The lines"). One thread; a member polls between commands.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <librdkafka/rdkafkacpp.h>
#include <map>
#include <memory>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

constexpr int partition_count = 6;
constexpr int timeout_ms = 30'000;

using Words = std::vector<std::string>;
using Offsets = std::map<int, std::int64_t>;

// An error with the name that librdkafka gives it.
struct Failure : std::runtime_error {
  explicit Failure(RdKafka::ErrorCode code)
      : std::runtime_error(RdKafka::err2str(code)), code(code) {}
  RdKafka::ErrorCode code;
};

void check(RdKafka::ErrorCode code) {
  if (code != RdKafka::ERR_NO_ERROR) throw Failure(code);
}

// The C++ API knows errors only by their numbers: these are the ones that the story asks for.
std::string error_name(RdKafka::ErrorCode code) {
  if (code == RdKafka::ERR__AUTO_OFFSET_RESET) return "_AUTO_OFFSET_RESET";
  return std::to_string(code);
}

void say(const Words& words) {
  for (std::size_t n = 0; n < words.size(); ++n) std::cout << (n > 0 ? "\t" : "") << words[n];
  std::cout << std::endl;
}

void say_offsets(const std::string& word, const Offsets& offsets) {
  Words words = {word};
  for (const auto& [partition, offset] : offsets)
    words.push_back(std::to_string(partition) + ":" + std::to_string(offset));
  say(words);
}

void say_error(RdKafka::ErrorCode code) {
  say({"error", error_name(code), RdKafka::err2str(code)});
}

Words split(const std::string& line, char separator) {
  Words words;
  std::istringstream input(line);
  for (std::string word; std::getline(input, word, separator);) words.push_back(word);
  return words;
}

// The records: the same function in every language.

const std::string& tape() {
  static const std::string letters = [] {
    std::string drawn;
    std::int64_t x = 1;
    for (int n = 0; n < 32768; ++n) {
      x = x * 16807 % 2147483647;
      drawn += static_cast<char>('a' + x % 26);
    }
    return drawn;
  }();
  return letters;
}

std::string record_key(int i) { return i % 11 == 0 ? "" : "key-" + std::to_string(i % 1000); }

std::string record_value(int i) {
  const int size = i % 1000 == 999 ? 20'000 : i * 37 % 300;
  return std::to_string(i) + ":" + tape().substr(i * 101 % 8192, size);
}

// Partitions with offsets, as librdkafka takes and gives them.
class Partitions {
 public:
  Partitions() = default;
  Partitions(const std::string& topic, const Offsets& offsets) {
    for (const auto& [partition, offset] : offsets)
      list_.push_back(RdKafka::TopicPartition::create(topic, partition, offset));
  }
  Partitions(const Partitions&) = delete;
  Partitions& operator=(const Partitions&) = delete;
  ~Partitions() { RdKafka::TopicPartition::destroy(list_); }

  std::vector<RdKafka::TopicPartition*>& list() { return list_; }

 private:
  std::vector<RdKafka::TopicPartition*> list_;
};

Offsets every_partition(std::int64_t offset) {
  Offsets offsets;
  for (int p = 0; p < partition_count; ++p) offsets[p] = offset;
  return offsets;
}

// Clients.

using Config = std::unique_ptr<RdKafka::Conf>;

Config config(const std::map<std::string, std::string>& settings) {
  Config conf(RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL));
  std::string why;
  for (const auto& [name, value] : settings)
    if (conf->set(name, value, why) != RdKafka::Conf::CONF_OK) throw std::runtime_error(why);
  if (conf->set("bootstrap.servers", std::getenv("BOOTSTRAP"), why) != RdKafka::Conf::CONF_OK)
    throw std::runtime_error(why);
  return conf;
}

template <class Client>
std::unique_ptr<Client> client(const Config& conf) {
  std::string why;
  std::unique_ptr<Client> created(Client::create(conf.get(), why));
  if (!created) throw std::runtime_error(why);
  return created;
}

// Looks up offsets and creates topics, is never a member.

class Desk {
 public:
  Desk()
      : producer_(client<RdKafka::Producer>(config({}))),
        consumer_(client<RdKafka::KafkaConsumer>(config({{"group.id", "desk"}}))) {}

  // The C++ API has no admin client: the broker creates a topic that a producer asks for.
  void ask_for(const std::string& topic) {
    while (!is_complete(topic)) {
    }
    say({"cannot", "the C++ API of librdkafka has no admin client; asking for a topic creates it"});
  }

  Offsets ends(const std::string& topic) {
    Offsets offsets;
    for (int p = 0; p < partition_count; ++p) {
      std::int64_t start = 0;
      check(consumer_->query_watermark_offsets(topic, p, &start, &offsets[p], timeout_ms));
    }
    return offsets;
  }

  Offsets times(const std::string& topic, std::int64_t timestamp) {
    Partitions partitions(topic, every_partition(timestamp));
    check(consumer_->offsetsForTimes(partitions.list(), timeout_ms));
    Offsets offsets;  // librdkafka says END where Kafka says -1
    for (const auto* partition : partitions.list())
      offsets[partition->partition()] = std::max<std::int64_t>(-1, partition->offset());
    return offsets;
  }

  Offsets committed(const std::string& group, const std::string& topic) {
    const auto consumer = client<RdKafka::KafkaConsumer>(config({{"group.id", group}}));
    Partitions partitions(topic, every_partition(0));
    check(consumer->committed(partitions.list(), timeout_ms));
    Offsets offsets;
    for (const auto* partition : partitions.list())
      if (partition->offset() >= 0) offsets[partition->partition()] = partition->offset();
    return offsets;
  }

  void place(const std::string& group, const std::string& topic, const Offsets& places) {
    const auto consumer = client<RdKafka::KafkaConsumer>(config({{"group.id", group}}));
    Partitions partitions(topic, places);
    check(consumer->commitSync(partitions.list()));
  }

 private:
  // librdkafka would otherwise keep what it heard when the topic was half created.
  bool is_complete(const std::string& topic) {
    std::string why;
    const std::unique_ptr<RdKafka::Topic> handle(
        RdKafka::Topic::create(producer_.get(), topic, nullptr, why));
    RdKafka::Metadata* answer = nullptr;
    check(producer_->metadata(false, handle.get(), &answer, timeout_ms));
    const std::unique_ptr<RdKafka::Metadata> metadata(answer);
    const auto& partitions = *metadata->topics()->front()->partitions();
    return partitions.size() == partition_count &&
           std::ranges::all_of(partitions,
                               [](const auto* partition) { return partition->leader() >= 0; });
  }

  std::unique_ptr<RdKafka::Producer> producer_;
  std::unique_ptr<RdKafka::KafkaConsumer> consumer_;
};

class Producing : public RdKafka::DeliveryReportCb {
 public:
  explicit Producing(const std::string& codec) {
    const auto conf = config({{"enable.idempotence", "true"},
                              {"compression.codec", codec},
                              {"batch.size", "65536"},
                              {"linger.ms", "5"}});
    std::string why;
    conf->set("dr_cb", static_cast<RdKafka::DeliveryReportCb*>(this), why);
    producer_ = client<RdKafka::Producer>(conf);
  }

  void produce(const std::string& topic, int i, std::int64_t timestamp) {
    const auto key = record_key(i);
    auto value = record_value(i);
    for (;;) {
      const auto code = producer_->produce(
          topic, RdKafka::Topic::PARTITION_UA, RdKafka::Producer::RK_MSG_COPY, value.data(),
          value.size(), key.empty() ? nullptr : key.data(), key.size(), timestamp, nullptr);
      if (code != RdKafka::ERR__QUEUE_FULL) return check(code);
      producer_->poll(100);
    }
  }

  Offsets acknowledged() {
    check(producer_->flush(timeout_ms));
    return acknowledged_;
  }

  void dr_cb(RdKafka::Message& message) override {
    if (message.err() != RdKafka::ERR_NO_ERROR)
      say_error(message.err());
    else
      ++acknowledged_[message.partition()];
  }

 private:
  std::unique_ptr<RdKafka::Producer> producer_;
  Offsets acknowledged_;
};

// A member.

std::string name(const RdKafka::TopicPartition* partition) {
  return partition->topic() + ":" + std::to_string(partition->partition());
}

class Member : public RdKafka::RebalanceCb {
 public:
  Member(const std::string& group, const Words& topics, const std::string& reset,
         bool commits_by_timer) {
    const auto conf =
        config({{"group.id", group},
                {"session.timeout.ms", "6000"},
                {"heartbeat.interval.ms", "500"},
                {"auto.offset.reset", reset == "none" ? "error" : reset},
                {"enable.auto.commit", commits_by_timer ? "true" : "false"},
                {"auto.commit.interval.ms", "100"},
                {"enable.partition.eof", "true"},
                {"fetch.message.max.bytes", "65536"}});  // a little of every partition at a time
    std::string why;
    conf->set("rebalance_cb", static_cast<RdKafka::RebalanceCb*>(this), why);
    consumer_ = client<RdKafka::KafkaConsumer>(conf);
    check(consumer_->subscribe(topics));
  }

  ~Member() override { consumer_->close(); }

  void go(long count) {
    budget_ = count;
    reading_ = true;
    Partitions assigned;
    consumer_->assignment(assigned.list());
    consumer_->resume(assigned.list());
  }

  void commit() {
    const auto code = consumer_->commitSync();
    if (code != RdKafka::ERR__NO_OFFSET) check(code);  // nothing new is no error here
  }

  // Takes what has arrived, so that commands are looked at between two waits.
  void poll() {
    int wait_ms = 50;
    for (int n = 0; n < 500; ++n, wait_ms = 0) {
      const std::unique_ptr<RdKafka::Message> message(consumer_->consume(wait_ms));
      if (message->err() == RdKafka::ERR__TIMED_OUT) break;
      receive(*message);
    }
    std::cout.flush();
  }

  void rebalance_cb(RdKafka::KafkaConsumer* consumer, RdKafka::ErrorCode code,
                    std::vector<RdKafka::TopicPartition*>& partitions) override {
    if (code != RdKafka::ERR__ASSIGN_PARTITIONS) {
      consumer->unassign();
      return say({"assigned"});
    }
    consumer->assign(partitions);
    // One that was paused when it was lost still is when it comes again.
    if (reading_)
      consumer->resume(partitions);
    else
      consumer->pause(partitions);
    Words words = {"assigned"};
    for (const auto* partition : partitions) words.push_back(name(partition));
    say(words);
  }

 private:
  void hold() {
    reading_ = false;
    Partitions assigned;
    consumer_->assignment(assigned.list());
    consumer_->pause(assigned.list());
    say({"held"});
  }

  void receive(const RdKafka::Message& message) {
    if (message.err() == RdKafka::ERR__PARTITION_EOF)
      return say({"at-end", message.topic_name() + ":" + std::to_string(message.partition()),
                  std::to_string(message.offset())});
    if (message.err() != RdKafka::ERR_NO_ERROR) return say_error(message.err());
    std::cout << "record\t" << message.topic_name() << '\t' << message.partition() << '\t'
              << message.offset() << '\t' << message.timestamp().timestamp << '\t'
              << (message.key() ? *message.key() : "") << '\t'
              << std::string_view(static_cast<const char*>(message.payload()), message.len())
              << '\n';
    if (budget_ > 0 && --budget_ == 0) hold();
  }

  std::unique_ptr<RdKafka::KafkaConsumer> consumer_;
  bool reading_ = false;  // otherwise its partitions are paused
  long budget_ = 0;       // records until it holds again; negative: no limit
};

class Actor {
 public:
  // Until the end of standard input.
  void obey_all() {
    std::string rest;
    std::array<char, 4096> bytes;
    for (;;) {
      if (member_) member_->poll();
      if (!input_waits()) continue;
      const auto size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
      if (size <= 0) return;
      rest.append(bytes.data(), size);
      for (std::size_t end; (end = rest.find('\n')) != std::string::npos; rest.erase(0, end + 1))
        obey_or_explain(split(rest.substr(0, end), '\t'));
    }
  }

 private:
  // A member does not wait for a line.
  bool input_waits() const {
    pollfd input = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    return ::poll(&input, 1, member_ ? 0 : -1) > 0;
  }

  void obey_or_explain(const Words& words) {
    try {
      obey(words[0], Words(words.begin() + 1, words.end()));
    } catch (const Failure& failure) {
      say_error(failure.code);
    }
  }

  void obey(const std::string& command, const Words& words) {
    if (command == "version")
      say({"version", "librdkafka++ " + RdKafka::version_str()});
    else if (command == "create")
      desk_.ask_for(words[0]);
    else if (command == "produce")
      produce(words[0], words[1], std::stoi(words[2]), std::stoi(words[3]), std::stoll(words[4]));
    else if (command == "ends")
      say_offsets("ends", desk_.ends(words[0]));
    else if (command == "times")
      say_offsets("times", desk_.times(words[0], std::stoll(words[1])));
    else if (command == "committed")
      say_offsets("committed", desk_.committed(words[0], words[1]));
    else if (command == "place")
      place(words);
    else
      obey_as_member(command, words);
  }

  void obey_as_member(const std::string& command, const Words& words) {
    if (command == "join") {
      member_ =
          std::make_unique<Member>(words[0], split(words[1], ','), words[2], words[3] == "timer");
      say({"joined"});
    } else if (command == "go") {
      member_->go(words.empty() ? -1 : std::stol(words[0]));
    } else if (command == "commit") {
      member_->commit();
      say({"committed"});
    } else if (command == "close") {
      member_.reset();
      say({"closed"});
    } else {
      say({"error", "unknown command", command});
    }
  }

  void produce(const std::string& topic, const std::string& codec, int first, int count,
               std::int64_t base_timestamp) {
    Producing producing(codec);
    for (int i = first; i < first + count; ++i) producing.produce(topic, i, base_timestamp + i);
    say_offsets("produced", producing.acknowledged());
  }

  void place(const Words& words) {
    Offsets places;
    for (std::size_t n = 2; n < words.size(); ++n) {
      const auto parts = split(words[n], ':');
      places[std::stoi(parts[0])] = std::stoll(parts[1]);
    }
    desk_.place(words[0], words[1], places);
    say({"placed"});
  }

  Desk desk_;
  std::unique_ptr<Member> member_;
};

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  if (!std::getenv("BOOTSTRAP")) {
    std::cerr << "BOOTSTRAP is not set\n";
    return 2;
  }
  Actor().obey_all();
}
