#pragma once

#include <cstddef>

#include "engine/expression/program.hpp"

namespace spark::strategy::detail {

/// First bars of a condition.
struct FirstBar {
    std::size_t bar = 0;   ///< No bar before it can hold.
    bool is_known = true;  ///< False: there is none in these bars, and how many more are needed is not known.
};

/// The first bar on which a condition can hold: moving averages, history and crossings are counted, of everything else
/// the column is looked at. A crossing of averages needs no column for that.
/// Errors: as Program::run.
Result<FirstBar> first_possible_bar(const expression::Program& program, expression::ColumnCache& cache);

}  // namespace spark::strategy::detail
