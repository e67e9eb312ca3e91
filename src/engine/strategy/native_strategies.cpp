#include "engine/strategy/native_strategies.hpp"

#include <array>

namespace spark::strategy {

std::span<const NativeStrategy> native_strategies() {
    static const std::array strategies{grid_strategy(), market_maker_strategy(), scalper_strategy()};
    return strategies;
}

}  // namespace spark::strategy
