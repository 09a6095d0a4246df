// Fuzzes the whole broker: the input is a script (script/player.hpp). One input in eight is played
// twice, and must give the same output both times.
#include <cstdlib>
#include <iostream>

#include "script/player.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using dogear::fuzz::Player;
  const dogear::ByteSpan script{data, size};
  Player player(script);
  player.play();
  constexpr std::size_t one_in = 8;
  if (size % one_in != 0) return 0;
  Player again(script);
  again.play();
  if (player.transcript() == again.transcript()) return 0;
  std::cerr << "the same inputs gave other outputs\n" << player.transcript() << again.transcript();
  std::abort();
}
