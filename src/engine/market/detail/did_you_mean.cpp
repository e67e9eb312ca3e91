#include "engine/market/detail/did_you_mean.hpp"

#include <fmt/format.h>

#include "foundation/base/nearest_name.hpp"

namespace spark::market::detail {

std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> names) {
    if (const auto nearest = nearest_name(wanted, names)) return fmt::format("did you mean '{}'?", *nearest);
    return fmt::format("choose one of {}", fmt::join(names, ", "));
}

}  // namespace spark::market::detail
