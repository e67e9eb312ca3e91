#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace spark::intake::detail {

/// Rows that the vectorised path has read, column by column, on their way into the table. Volumes fit in 63 bits here.
struct RowBatch {
    static constexpr std::size_t capacity = 2048;
    using Column = std::array<std::int64_t, capacity>;

    std::size_t size = 0;
    Column time_ns;
    Column open;
    Column high;
    Column low;
    Column close;
    Column volume;
};

}  // namespace spark::intake::detail
