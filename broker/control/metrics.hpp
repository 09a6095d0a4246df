// A broker's metrics as a page in Prometheus' text format.
#pragma once
#include <string>

namespace dogear::broker {
class Broker;
}

namespace dogear::broker::control {

std::string metrics_page(const Broker& broker);

}  // namespace dogear::broker::control
