#include "engine/robustness/return_table.hpp"

#include <fmt/format.h>

#include <cmath>

#include "foundation/base/assert.hpp"

namespace spark::robustness {

ReturnTable::ReturnTable(std::size_t periods, std::size_t sets)
    : periods_(periods), sets_(sets), values_(periods * sets) {
    SPARK_ASSERT(periods > 0 && sets > 0);
}

Result<ReturnTable> ReturnTable::of_columns(std::span<const std::vector<double>> columns) {
    if (columns.empty() || columns.front().empty())
        return fail(Fault::invalid_input, "found no returns, allowed at least one set with one period");
    ReturnTable table(columns.front().size(), columns.size());
    for (std::size_t set = 0; set < columns.size(); ++set) {
        const auto& column = columns[set];
        if (column.size() != table.periods_) {
            return fail(Fault::invalid_input, fmt::format("found {} returns of set {}, allowed {} as of the first one",
                                                          column.size(), set, table.periods_));
        }
        for (std::size_t period = 0; period < column.size(); ++period) {
            if (!std::isfinite(column[period])) {
                return fail(Fault::invalid_input,
                            fmt::format("found a return that is no number: set {}, period {}", set, period));
            }
            table.at(period, set) = column[period];
        }
    }
    return table;
}

std::vector<double> ReturnTable::column(std::size_t set) const {
    std::vector<double> column(periods_);
    for (std::size_t period = 0; period < periods_; ++period) column[period] = at(period, set);
    return column;
}

ColumnMoments column_moments(const ReturnTable& table) {
    const std::size_t sets = table.sets();
    ColumnMoments moments{.mean = std::vector<double>(sets), .squares = std::vector<double>(sets)};
    std::vector<double> sizes(sets);
    for (std::size_t period = 0; period < table.periods(); ++period) {
        const auto row = table.period(period);
        for (std::size_t set = 0; set < sets; ++set) moments.mean[set] += row[set];
    }
    for (double& mean : moments.mean) mean /= static_cast<double>(table.periods());
    for (std::size_t period = 0; period < table.periods(); ++period) {
        const auto row = table.period(period);
        for (std::size_t set = 0; set < sets; ++set) {
            const double distance = row[set] - moments.mean[set];
            moments.squares[set] += distance * distance;
            sizes[set] += row[set] * row[set];
        }
    }
    for (std::size_t set = 0; set < sets; ++set) {
        if (moments.squares[set] <= no_variation_share * sizes[set]) moments.squares[set] = 0;
    }
    return moments;
}

}  // namespace spark::robustness
