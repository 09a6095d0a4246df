#include "base/error_messages.hpp"

#include <gtest/gtest.h>

namespace dogear {
namespace {

TEST(ErrorMessages, StandAtTheirCodes) {
  EXPECT_EQ(message_of(ErrorCode::unknown_server_error),
            "The server experienced an unexpected error when processing the request.");
  EXPECT_EQ(message_of(ErrorCode::none), "NONE");
  EXPECT_EQ(message_of(ErrorCode::coordinator_not_available), "The coordinator is not available.");
  EXPECT_EQ(message_of(ErrorCode::unknown_topic_id), "This server does not host this topic ID.");
  EXPECT_EQ(message_of(ErrorCode::share_session_limit_reached),
            "The limit of share sessions has been reached.");
}

TEST(ErrorMessages, AreEmptyForNumbersThatKafkaDoesNotKnow) {
  EXPECT_EQ(message_of(static_cast<ErrorCode>(-2)), "");
  EXPECT_EQ(message_of(static_cast<ErrorCode>(134)), "");
}

TEST(ErrorMessages, ExistForEveryCode) {
  for (int code = -1; name_of(static_cast<ErrorCode>(code)) != ""; ++code)
    EXPECT_NE(message_of(static_cast<ErrorCode>(code)), "") << code;
}

}  // namespace
}  // namespace dogear
