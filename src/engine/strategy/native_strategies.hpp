#pragma once

#include <span>

#include "engine/strategy/definition.hpp"

namespace spark::strategy {

/// Strategies written in C++, by name: grid, marketMaker, scalper. docs/reference/native_strategies.md describes them.
std::span<const NativeStrategy> native_strategies();

/// The rows of that table, each beside its code.
NativeStrategy grid_strategy();
NativeStrategy market_maker_strategy();
NativeStrategy scalper_strategy();

}  // namespace spark::strategy
