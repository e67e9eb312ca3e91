#include "engine/indicators/source.hpp"

#include <algorithm>

namespace spark::indicators {

std::size_t first_defined(Source source) {
    const auto found = std::ranges::find_if(source, is_defined);
    return static_cast<std::size_t>(found - source.begin());
}

}  // namespace spark::indicators
