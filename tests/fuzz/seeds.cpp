// Writes the seed corpora of the fuzzers: requests of every served API in every version, and those
// of the given conversations.
//
//   fuzz_seeds DIRECTORY [CONVERSATION…]     into DIRECTORY/{broker,decoder,batch}
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "../conversations/player.hpp"
#include "protocol/messages/produce.hpp"
#include "script/player.hpp"
#include "script/requests.hpp"
#include "server/frame_reader.hpp"

namespace dogear::fuzz {
namespace {

namespace fs = std::filesystem;
using Script = std::vector<std::uint8_t>;

constexpr std::int64_t now_ms = 1'780'000'000'000;

void write(const fs::path& file, ByteSpan bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text_of(bytes);
}

void append(Script& script, ByteSpan bytes) {
  script.insert(script.end(), bytes.begin(), bytes.end());
}

// Bytes for Filler to choose by, different for each seed. None of them chooses an unusual value.
Script choices(std::uint8_t seed) {
  constexpr std::size_t count = 64;
  Script bytes(count);
  for (std::size_t i = 0; i < count; ++i)
    bytes[i] = static_cast<std::uint8_t>((i * seed * 7) % 128);
  return bytes;
}

// The input of decoder_fuzzer.cpp for this request.
Script decoder_seed(ByteSpan frame, const protocol::Api& api) {
  const auto apis = protocol::described_apis();
  const auto at = std::find_if(apis.begin(), apis.end(),
                               [&](const auto& any) { return any.api.key == api.key; });
  const auto version = protocol::peek_request(Slice(frame))->api_version;
  const auto parsed = protocol::parse_request(Slice(frame), api.flexible(version));
  Script seed = {static_cast<std::uint8_t>(at - apis.begin()),
                 static_cast<std::uint8_t>(version - api.versions.first), 0};
  append(seed, parsed->body.bytes());
  return seed;
}

void write_requests_of(const fs::path& directory, const protocol::Api& api, std::size_t position,
                       std::uint8_t seed) {
  for (auto version = api.versions.first; version <= api.versions.last; ++version) {
    const auto name =
        std::string(api.name) + "-" + std::to_string(version) + "-" + std::to_string(seed);
    const auto bytes = choices(seed);
    Bytes source{ByteSpan(bytes)};
    const Memory nothing;
    Filler filler(source, nothing, version, now_ms);
    const auto frame = make_request(api, version, filler);
    write(directory / "decoder" / name, decoder_seed(frame, api));

    const Script request = {op::request, 0, static_cast<std::uint8_t>(position),
                            static_cast<std::uint8_t>(api.versions.last - version)};
    Script script = {0};
    // To a new broker; then, behind whatever requests these bytes happen to be, to one with state.
    for (int i = 0; i < 2; ++i) {
      append(script, request);
      append(script, bytes);
    }
    write(directory / "broker" / name, script);
  }
}

void write_batches(const fs::path& directory, std::uint8_t seed) {
  Script script = {seed};
  for (std::uint8_t round = 0; round < 4; ++round) {
    script.push_back(static_cast<std::uint8_t>(2 * round + 1));
    append(script, choices(static_cast<std::uint8_t>(seed + round)));
  }
  write(directory / "batch" / ("made-" + std::to_string(seed)), script);
}

// Passes everything on to another wire, and records it as a script for the broker fuzzer.
class RecordingWire final : public conversations::Wire {
 public:
  RecordingWire(std::unique_ptr<Wire> wire, int nodes)
      : wire_(std::move(wire)), script_{static_cast<std::uint8_t>(nodes - 1)} {}

  const Script& script() const { return script_; }
  const std::vector<Script>& frames() const { return frames_; }

  std::uint16_t port_of(int node) const override { return wire_->port_of(node); }
  conversations::WireConnection open(int node) override {
    const auto connection = wire_->open(node);
    append(script_, Script{op::connect, slot(connection), static_cast<std::uint8_t>(node - 1)});
    return connection;
  }
  void send(conversations::WireConnection connection, ByteSpan bytes) override {
    server::SpareFrame spare;
    server::FrameReader reader(raw_frame_bytes_max - 1, spare);
    for (auto rest = bytes; const auto frame = reader.next(rest);) {
      append(script_,
             Script{op::raw_frame, slot(connection), static_cast<std::uint8_t>(frame->size() >> 8U),
                    static_cast<std::uint8_t>(frame->size())});
      append(script_, *frame);
      frames_.emplace_back(frame->begin(), frame->end());
    }
    wire_->send(connection, bytes);
  }
  void hang_up(conversations::WireConnection connection) override {
    append(script_, Script{op::disconnect, slot(connection)});
    wire_->hang_up(connection);
  }
  std::optional<conversations::WireEvent> next_event(Millis patience) override {
    return wire_->next_event(patience);
  }
  std::int64_t now_ms() const override { return wire_->now_ms(); }
  void pass(Millis duration) override {
    for (std::uint8_t power = 0; power < 28; ++power) {
      if ((duration / time_unit >> power & 1) == 0) continue;
      append(script_, Script{op::broker_time, 0, power, op::wire_time, 0, power});
    }
    wire_->pass(duration);
  }
  bool is_real() const override { return wire_->is_real(); }

 private:
  static std::uint8_t slot(conversations::WireConnection connection) {
    return static_cast<std::uint8_t>(connection % 16);
  }

  std::unique_ptr<Wire> wire_;
  Script script_;
  std::vector<Script> frames_;
};

// The input of batch_fuzzer.cpp for the record batches of this Produce request.
void write_batches_of(const fs::path& file, const Slice& body, protocol::Version version) {
  Script script = {0};
  const auto request = protocol::decode<protocol::ProduceRequest>(body, version);
  for (const auto& topic : request.message.topic_data) {
    for (const auto& partition : topic.partition_data) {
      if (!partition.records) continue;
      const auto size = partition.records->size();
      append(script,
             Script{0, static_cast<std::uint8_t>(size >> 8U), static_cast<std::uint8_t>(size)});
      for (const auto& slice : partition.records->slices) append(script, slice.bytes());
    }
  }
  write(file, script);
}

void write_frame(const fs::path& directory, const std::string& name, const Script& frame) {
  const Slice whole{ByteSpan(frame)};
  const auto start = protocol::peek_request(whole);
  const auto* any = start ? protocol::find_api(start->api_key) : nullptr;
  if (!any || !any->api.versions.contain(start->api_version)) return;
  const auto request = protocol::parse_request(whole, any->api.flexible(start->api_version));
  if (!request) return;
  write(directory / "decoder" / name, decoder_seed(frame, any->api));
  if (start->api_key == protocol::ProduceRequest::api.key)
    write_batches_of(directory / "batch" / name, request->body, start->api_version);
}

void write_conversation(const fs::path& directory, const std::string& file) {
  const auto conversation = conversations::read_conversation(file);
  RecordingWire wire(
      conversations::start_broker(conversation.nodes(), conversation.broker_configs()),
      conversation.nodes());
  play(conversation, wire);
  const auto path = fs::path(file);
  const auto name = path.parent_path().filename().string() + "-" + path.stem().string();
  write(directory / "broker" / name, wire.script());
  int ordinal = 0;
  for (const auto& frame : wire.frames())
    write_frame(directory, name + "-" + std::to_string(++ordinal), frame);
}

void write_all(const fs::path& directory, const std::vector<std::string>& files) {
  constexpr std::uint8_t variants = 4;
  const auto apis = broker::served_apis();
  for (std::uint8_t seed = 0; seed < variants; ++seed) {
    for (std::size_t i = 0; i < apis.size(); ++i)
      write_requests_of(directory, apis[i]->api, i, seed);
  }
  for (int seed = 0; seed < 256; seed += 5)
    write_batches(directory, static_cast<std::uint8_t>(seed));
  for (const auto& file : files) write_conversation(directory, file);
}

}  // namespace
}  // namespace dogear::fuzz

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: fuzz_seeds DIRECTORY [CONVERSATION...]\n";
    return 2;
  }
  try {
    dogear::fuzz::write_all(argv[1], std::vector<std::string>(argv + 2, argv + argc));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
