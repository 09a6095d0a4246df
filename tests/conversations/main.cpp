// Replays conversations that were recorded from Kafka, or records them.
//
//   conversations FILE…                        replays them to a broker in this process
//   conversations --against HOST:PORT FILE…    replays them to a broker that listens there
//   conversations --record HOST:PORT FILE…     records: Kafka's answers are written into the files
//   conversations --brokers FILE…              prints which brokers the files need, for `record`
//   conversations --coverage                   writes docs/coverage.md and docs/compatibility.md
//   conversations --check-coverage             checks that these are up to date and complete
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "compatibility.hpp"
#include "coverage.hpp"
#include "player.hpp"

namespace dogear::conversations {
namespace {

using Files = std::vector<std::string>;

bool report(const std::string& file, const std::vector<std::string>& problems) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  for (const auto& problem : problems) std::cerr << problem << '\n';
  std::cerr << (problems.empty() ? "ok      " : "FAILED  ") << file << '\n';
  return problems.empty();
}

void write(const Conversation& conversation) {
  std::ofstream(conversation.path) << print(conversation);
}

using Problems = std::vector<std::string>;

// Several at once: they wait most of the time, and none uses the names of another.
bool hold_all(const Files& files, const std::function<Problems(const std::string&)>& hold) {
  constexpr int side_by_side = 8;
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> good = true;
  const auto hold_one = [&](const std::string& file) {
    try {
      return report(file, hold(file));
    } catch (const std::exception& error) {
      return report(file, {file + ": " + error.what()});
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < side_by_side; ++i)
    threads.emplace_back([&] {
      for (auto at = next++; at < files.size(); at = next++)
        if (!hold_one(files[at])) good = false;
    });
  for (auto& thread : threads) thread.join();
  return good;
}

// A broker that cannot be warmed up fails in the conversations that need it.
void try_to_warm_up(Wire& wire, int nodes) {
  try {
    warm_up(wire, nodes);
  } catch (const WireError&) {
  }
}

bool check(const Files& files) {
  return hold_all(files, [&](const std::string& file) {
    const auto conversation = read_conversation(file);
    const auto wire = start_broker(conversation.nodes(), conversation.broker_configs());
    if (!conversation.has_broker_flag("cold")) try_to_warm_up(*wire, conversation.nodes());
    return play(conversation, *wire).problems;
  });
}

void make_ready(const std::string& bootstrap, const Files& files) {
  const auto first = read_conversation(files.front());  // all ask for the same broker
  if (first.has_broker_flag("cold")) return;
  warm_up(*connect_over_tcp(bootstrap), first.nodes());
}

bool record(const std::string& bootstrap, const std::string& run, const Files& files) {
  make_ready(bootstrap, files);
  return hold_all(files, [&](const std::string& file) {
    const auto wire = connect_over_tcp(bootstrap);
    auto played = play(read_conversation(file), *wire, run);
    if (!played.complete) return Problems{played.problems.back()};
    write(played.conversation);
    return Problems{};  // answers may differ from those in the file: that is why we record
  });
}

bool against(const std::string& bootstrap, const std::string& run, const Files& files) {
  make_ready(bootstrap, files);
  return hold_all(files, [&](const std::string& file) {
    const auto wire = connect_over_tcp(bootstrap);
    return play(read_conversation(file), *wire, run).problems;
  });
}

// One line for each broker that must be started: its configs, "|", the files that share it.
void print_brokers(const Files& files) {
  std::map<std::string, Files> brokers;
  for (const auto& file : files) {
    const auto conversation = read_conversation(file);
    std::string key;
    for (const auto& config : conversation.broker)
      if (config.find('=') != std::string::npos) key += config + ' ';
    const auto alone =
        conversation.has_broker_flag("alone") || conversation.has_broker_flag("cold");
    brokers[key + '\t' + (alone ? file : "")].push_back(file);
  }
  for (const auto& [key, group] : brokers)
    fmt::print("{}|{}\n", key.substr(0, key.find('\t')), fmt::join(group, " "));
}

// --- coverage

const std::filesystem::path source = DOGEAR_SOURCE_DIR;

std::vector<Conversation> all_conversations() {
  namespace fs = std::filesystem;
  std::vector<Conversation> conversations;
  const auto folder = source / "tests/conversations";
  for (const auto& file : fs::recursive_directory_iterator(folder))
    if (file.path().extension() == ".txt" && file.path().parent_path() != folder)
      conversations.push_back(read_conversation(file.path()));
  return conversations;
}

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

enum class Report { write, check };

bool cover(Report what) {
  const Coverage coverage(read_rows(source / "tests/conversations/rows.txt"), all_conversations());
  const std::pair<std::string, std::string> reports[] = {
      {"docs/coverage.md", coverage.report()},
      {"docs/compatibility.md",
       compatibility_report(contents(source / "tests/protocol/kafka-4.3.1-schema.txt"),
                            contents(source / "docs/deviations.md"), coverage.versions())}};
  auto faults = coverage.faults();
  for (const auto& [file, text] : reports) {
    if (what == Report::write) std::ofstream(source / file) << text;
    if (contents(source / file) != text)
      faults.push_back(file + " is not up to date: conversations --coverage writes it");
  }
  for (const auto& fault : faults) std::cerr << fault << '\n';
  return faults.empty();
}

int main_of(int argc, char** argv) {
  CLI::App app(
      "Repeats recorded conversations with a broker, and compares its answers with Kafka's.");
  Files files;
  std::string record_from, check_against, run;
  auto brokers = false, coverage = false, check_coverage = false;
  app.footer("Without an option: with a broker in this process.");
  app.add_option("--record", record_from, "HOST:PORT of the Kafka to record from");
  app.add_option("--against", check_against, "HOST:PORT of the broker to check");
  app.add_option("--run", run, "ending of all names, for a broker that knows the others already");
  app.add_flag("--brokers", brokers, "print which brokers the files need");
  app.add_flag("--coverage", coverage, "write docs/coverage.md and docs/compatibility.md");
  app.add_flag("--check-coverage", check_coverage,
               "check that these are up to date, and that all rows are covered");
  app.add_option("files", files);
  CLI11_PARSE(app, argc, argv);
  if (coverage || check_coverage) return cover(coverage ? Report::write : Report::check) ? 0 : 1;
  if (files.empty()) throw CLI::RequiredError("a conversation file");
  if (brokers) return print_brokers(files), 0;
  if (!record_from.empty()) return record(record_from, run, files) ? 0 : 1;
  if (!check_against.empty()) return against(check_against, run, files) ? 0 : 1;
  return check(files) ? 0 : 1;
}

}  // namespace
}  // namespace dogear::conversations

int main(int argc, char** argv) {
  try {
    return dogear::conversations::main_of(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
