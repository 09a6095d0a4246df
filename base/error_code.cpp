#include "base/error_code.hpp"

namespace dogear {

std::string_view name_of(ErrorCode code) {
  switch (code) {
#define DOGEAR_CASE(enumerator, number, name) \
  case ErrorCode::enumerator:                 \
    return #name;
    DOGEAR_ERROR_CODES(DOGEAR_CASE)
#undef DOGEAR_CASE
  }
  return {};
}

std::optional<ErrorCode> error_code_named(std::string_view name) {
#define DOGEAR_TEST(enumerator, number, kafka_name) \
  if (name == #kafka_name) return ErrorCode::enumerator;
  DOGEAR_ERROR_CODES(DOGEAR_TEST)
#undef DOGEAR_TEST
  return std::nullopt;
}

}  // namespace dogear
