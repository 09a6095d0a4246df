// Every setting in config_answers.txt must be answered as Kafka answered it, word by word.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "broker/configs/broker_config.hpp"
#include "broker/configs/topic_configs.hpp"
#include "broker/configs/value.hpp"

namespace dogear::broker {
namespace {

std::string recorded_file() {
  std::ifstream in(std::string(DOGEAR_SOURCE_DIR) + "/tests/broker/config_answers.txt");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// "topic a=1 & b" -> a=1, b=nothing.
std::vector<TopicSetting> settings_of(const std::string& line) {
  std::vector<TopicSetting> settings;
  auto from = line.find(' ');
  while (from != std::string::npos) {
    const auto begin = from + (settings.empty() ? 1 : 3);
    from = line.find(" & ", begin);
    const auto setting = line.substr(begin, from - begin);
    const auto equals = setting.find('=');
    if (equals == std::string::npos) {
      settings.emplace_back(setting, std::nullopt);
    } else {
      settings.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
  }
  return settings;
}

std::string told_line(std::string_view name, const std::string& told, const std::string& acting) {
  return "  " + std::string(name) + "=" + told + (told == acting ? "" : " -> " + acting) + "\n";
}

const ToldConfig& find(const std::vector<ToldConfig>& all, std::string_view name) {
  for (const auto& config : all) {
    if (config.name == name) return config;
  }
  throw std::out_of_range(std::string(name));
}

std::string topic_answer(const std::vector<TopicSetting>& settings) {
  const BrokerConfig broker = *parse_broker_config({});
  const auto configs = parse_topic_configs(broker, settings);
  if (configs.has_error()) return "  ! INVALID_CONFIG " + configs.error().message + "\n";
  const auto all = told_topic_configs(only_of_file(broker.settings), configs->overrides);
  std::string answer;
  for (const auto& [name, value] : settings) {
    const auto& told = find(all, name);
    EXPECT_EQ(told.source, ConfigSource::topic);
    // DescribeConfigs tells no internal config; the recorder then repeats what CreateTopics told.
    const auto* fact = find_config(topic_config_facts(), name);
    const auto acting =
        fact->internal ? *told.value : config_text(*parse_config_value(*fact, *told.value));
    answer += told_line(name, *told.value, acting);
  }
  return answer;
}

// What acts, of the few configs where that is not what is told.
std::string acting(const BrokerConfig& broker, const ToldConfig& told) {
  if (told.name == "retention.ms") return std::to_string(broker.topic_defaults.retention_ms);
  if (told.name == "segment.ms") return std::to_string(broker.topic_defaults.segment_ms);
  return *told.value;
}

std::string broker_answer(const std::vector<TopicSetting>& settings) {
  std::vector<Setting> given;
  for (const auto& [key, value] : settings) given.emplace_back(key, value.value());
  const auto broker = parse_broker_config(given);
  if (broker.has_error()) return "  ! " + broker.error().message + "\n";
  std::string answer;
  for (const auto& told : told_topic_configs(only_of_file(broker->settings), {})) {
    if (told.source != ConfigSource::file) continue;
    answer += told_line(told.name, *told.value, acting(*broker, told));
  }
  return answer;
}

TEST(ConfigAnswers, AreThoseThatKafkaGave) {
  const auto recorded = recorded_file();
  std::istringstream lines(recorded);
  std::string line, answered;
  int questions = 0;
  while (std::getline(lines, line)) {
    if (line.starts_with("  ")) continue;
    answered += line + "\n";
    const bool of_topic = line.starts_with("topic"), of_broker = line.starts_with("broker");
    questions += of_topic || of_broker ? 1 : 0;
    if (of_topic) answered += topic_answer(settings_of(line));
    if (of_broker) answered += broker_answer(settings_of(line));
  }
  EXPECT_EQ(answered, recorded);
  EXPECT_GT(questions, 100);
}

}  // namespace
}  // namespace dogear::broker
