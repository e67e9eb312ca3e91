#include "app/verbs/clock_edge.hpp"

namespace spark::verbs {

WallTime read_wall_clock() {
    return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
}

std::chrono::nanoseconds read_steady_clock() { return std::chrono::steady_clock::now().time_since_epoch(); }

}  // namespace spark::verbs
