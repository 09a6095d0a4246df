// Configs that somebody has set, by Kafka's names.
#pragma once
#include <functional>
#include <map>
#include <string>

namespace dogear {

using Settings = std::map<std::string, std::string, std::less<>>;

}  // namespace dogear
