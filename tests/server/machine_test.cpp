#include "server/machine.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

namespace dogear::server {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

// A root folder with files of a test's own.
class Root {
 public:
  Root() : path_(fs::temp_directory_path() / ("dogear-machine-" + std::to_string(getpid()))) {
    fs::remove_all(path_);
  }
  ~Root() { fs::remove_all(path_); }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;

  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file) << text;
  }
  std::uint64_t memory() const { return this_machine(8 * gibibyte, path_).memory_bytes; }

 private:
  fs::path path_;
};

TEST(Machine, HasAllMemoryOutsideOfControlGroups) { EXPECT_EQ(Root().memory(), 8 * gibibyte); }

TEST(Machine, HasNoMoreThanItsControlGroup) {
  const Root root;
  root.write("proc/self/cgroup", "0::/box/ours\n");
  root.write("sys/fs/cgroup/box/ours/memory.max", "max\n");
  EXPECT_EQ(root.memory(), 8 * gibibyte);
  root.write("sys/fs/cgroup/box/ours/memory.max", "2147483648\n");
  EXPECT_EQ(root.memory(), 2 * gibibyte);
  root.write("sys/fs/cgroup/box/memory.max", "1073741824\n");
  EXPECT_EQ(root.memory(), gibibyte);
}

TEST(Machine, FindsTheGroupOfAContainerAtTheTop) {
  const Root root;
  root.write("proc/self/cgroup", "0::/system.slice/not-visible-from-inside\n");
  root.write("sys/fs/cgroup/memory.max", "536870912\n");
  EXPECT_EQ(root.memory(), gibibyte / 2);
}

TEST(Machine, KnowsVersion1OfControlGroups) {
  const Root root;
  root.write("proc/self/cgroup", "5:cpu,cpuacct:/c\n4:hugetlb,memory:/c\n0::/\n");
  root.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  root.write("sys/fs/cgroup/memory/c/memory.limit_in_bytes", "268435456\n");
  EXPECT_EQ(root.memory(), gibibyte / 4);
}

TEST(Machine, TakesNonsenseForNoLimit) {
  const Root root;
  root.write("proc/self/cgroup", "\n:\n0::\nmemory\n");
  root.write("sys/fs/cgroup/memory.max", "plenty\n");
  EXPECT_EQ(root.memory(), 8 * gibibyte);
}

TEST(Machine, HasWhatTheKernelTells) {
  std::ifstream meminfo("/proc/meminfo");
  std::string word;
  std::uint64_t kibibytes = 0;
  meminfo >> word >> kibibytes;
  EXPECT_EQ(word, "MemTotal:");
  EXPECT_EQ(kernel_memory_bytes(), kibibytes * 1024);
}

}  // namespace
}  // namespace dogear::server
