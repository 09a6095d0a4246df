// A request may name the same thing again and again, and Kafka describes it each time: the answer
// is then many thousand times as large as the request. Handlers of such requests count roughly what
// they answer, and close the connection before it becomes too much.
#pragma once
#include <algorithm>
#include <cstddef>

#include "broker/reply.hpp"

namespace dogear::broker {

class AnswerBudget {
 public:
  // False once the answer is larger than any that a client asks for in earnest.
  bool take(std::size_t bytes) {
    taken_ += bytes;
    return taken_ <= bytes_max;
  }
  std::size_t left() const { return bytes_max - std::min(taken_, bytes_max); }
  static CloseConnection exceeded() { return {"its answer would be larger than 256 MiB"}; }

 private:
  static constexpr std::size_t bytes_max = 256 << 20;

  std::size_t taken_ = 0;
};

}  // namespace dogear::broker
