// What the machine, or the container on it, has to offer.
#pragma once
#include <cstdint>
#include <filesystem>

namespace dogear::server {

struct Machine {
  std::uint64_t memory_bytes = 0;
};

// Memory: what the kernel has, or the lowest limit of a control group (version 2 or 1) that we live
// in. `root` is where /proc and /sys are: tests have their own.
Machine this_machine(const std::filesystem::path& root = "/");

// Memory that this process has in use.
std::uint64_t resident_bytes();

}  // namespace dogear::server
