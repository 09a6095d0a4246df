// The memory of the machine, or of the container that runs on it.
#pragma once
#include <cstdint>
#include <filesystem>

namespace dogear::server {

struct Machine {
  std::uint64_t memory_bytes = 0;
};

std::uint64_t kernel_memory_bytes();

// The kernel's memory, or the lowest limit of the control groups (version 2 or 1) that contain this
// process. `root` is where /proc and /sys are: tests have their own.
Machine this_machine(std::uint64_t memory_bytes = kernel_memory_bytes(),
                     const std::filesystem::path& root = "/");

// Memory that this process has in use.
std::uint64_t resident_bytes();

}  // namespace dogear::server
