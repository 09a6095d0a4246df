// What holds for every served message in every version, whatever its fields are.
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "protocol/any_message.hpp"
#include "sample.hpp"

namespace dogear::protocol {
namespace {

namespace json = boost::json;

struct Case {
  std::string name;
  const Api& api;
  const AnyMessage& message;
  Version version;

  json::value filled(Fill fill) const { return sample(kafka_schema().at(name), version, fill); }
  std::vector<std::uint8_t> encoded(const json::value& json) const {
    Encoder encoder(version, api.flexible(version));
    std::string error;
    message.encode(encoder, json, version, error);
    EXPECT_EQ(error, "") << *this;
    return flattened(encoder.finish());
  }
  json::value decoded(ByteSpan bytes, std::string& error) const {
    return message.decode(Slice(bytes), version, error);
  }
  friend std::ostream& operator<<(std::ostream& out, const Case& c) {
    return out << c.name << " v" << c.version;
  }
};

void for_each_case(auto visit) {
  for (const auto& any : described_apis()) {
    for (auto version = any.api.versions.first; version <= any.api.versions.last; ++version) {
      visit(Case{std::string(any.api.name) + "Request", any.api, any.request, version});
      visit(Case{std::string(any.api.name) + "Response", any.api, any.response, version});
    }
  }
}

void expect_round_trip(const Case& c, Fill fill) {
  const auto sent = c.filled(fill);
  std::string error;
  const auto received = c.decoded(c.encoded(sent), error);
  EXPECT_EQ(error, "") << c;
  EXPECT_EQ(json::serialize(received), json::serialize(sent)) << c;
}

TEST(EveryMessage, ComesBackAsItWasSent) {
  for_each_case([](const Case& c) { expect_round_trip(c, Fill::distinct); });
}
TEST(EveryMessage, KeepsNullsApartFromEmptyValues) {
  for_each_case([](const Case& c) {
    expect_round_trip(c, Fill::nulls);
    expect_round_trip(c, Fill::empty);
  });
}

TEST(EveryMessage, SendsTaggedFieldsOnlyWhereTheyDifferFromTheirDefaults) {
  for_each_case([](const Case& c) {
    const auto sent = c.filled(Fill::untagged_alone);
    std::string error;
    const auto received = c.decoded(c.encoded(sent), error);
    EXPECT_EQ(json::serialize(received), json::serialize(sent)) << c;
  });
}

TEST(EveryMessage, IsRefusedWhenCutShortAnywhere) {
  for_each_case([](const Case& c) {
    const auto bytes = c.encoded(c.filled(Fill::distinct));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      std::string error;
      c.decoded(ByteSpan(bytes).first(size), error);
      EXPECT_NE(error, "") << c << " cut to " << size << " of " << bytes.size();
    }
  });
}

TEST(EveryMessage, IsReadWithBytesBehindItsEnd) {
  for_each_case([](const Case& c) {
    const auto sent = c.filled(Fill::distinct);
    auto bytes = c.encoded(sent);
    bytes.insert(bytes.end(), {1, 2, 3});
    std::string error;
    EXPECT_EQ(json::serialize(c.decoded(bytes, error)), json::serialize(sent)) << c << error;
  });
}

// Damage that a length does not notice may still decode; what must not happen is a crash.
TEST(EveryMessage, SurvivesAnyDamagedByte) {
  for_each_case([](const Case& c) {
    const auto bytes = c.encoded(c.filled(Fill::distinct));
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      for (const std::uint8_t value : {0x00, 0x7F, 0x80, 0xFF}) {
        auto damaged = bytes;
        damaged[at] = value;
        std::string error;
        const auto received = c.decoded(damaged, error);
        EXPECT_EQ(received.is_null(), !error.empty()) << c << " byte " << at;
      }
    }
  });
}

TEST(EveryMessage, SkipsTagsThatItDoesNotKnow) {
  for_each_case([](const Case& c) {
    if (!c.api.flexible(c.version)) return;
    const auto sent = c.filled(Fill::untagged_alone);
    auto bytes = c.encoded(sent);
    ASSERT_EQ(bytes.back(), 0) << c;  // the outermost tags come last: none
    bytes.back() = 1;
    bytes.insert(bytes.end(), {100, 2, 0xAB, 0xCD});
    std::string error;
    EXPECT_EQ(json::serialize(c.decoded(bytes, error)), json::serialize(sent)) << c << error;
  });
}

}  // namespace
}  // namespace dogear::protocol
