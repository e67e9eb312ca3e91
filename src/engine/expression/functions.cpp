#include "engine/expression/functions.hpp"

#include <algorithm>

#include "engine/expression/detail/average_rows.hpp"
#include "engine/expression/detail/composition_rows.hpp"
#include "engine/expression/detail/oscillator_rows.hpp"
#include "engine/expression/detail/pointwise_rows.hpp"
#include "engine/expression/detail/trend_rows.hpp"
#include "foundation/base/assert.hpp"

namespace spark::expression {
namespace {

constexpr std::size_t callable_count = detail::average_rows.size() + detail::oscillator_rows.size() +
                                       detail::trend_rows.size() + detail::composition_rows.size() +
                                       detail::pointwise_rows.size();

consteval auto joined_rows() {
    std::array<Function, callable_count + detail::operator_rows.size()> rows{};
    auto end = std::ranges::copy(detail::average_rows, rows.begin()).out;
    end = std::ranges::copy(detail::oscillator_rows, end).out;
    end = std::ranges::copy(detail::trend_rows, end).out;
    end = std::ranges::copy(detail::composition_rows, end).out;
    end = std::ranges::copy(detail::pointwise_rows, end).out;
    std::ranges::copy(detail::operator_rows, end);
    return rows;
}

constexpr auto rows = joined_rows();

constexpr bool row_holds(const Function& row) {
    if (row.run == nullptr || row.what.empty() || row.what.back() != '.') return false;
    if (std::ranges::count(rows, row.name, &Function::name) != 1) return false;
    if (row.alike && row.parameter_count() < 2) return false;
    if (row.averages && (!row.repeats || !row.alike)) return false;
    if (!row.source.empty() && (row.required_count() < 2 || row.repeats)) return false;
    // Defaults stand last, and only constants and nz have one.
    bool optional_seen = false;
    for (const Parameter& parameter : row.parameters) {
        const bool required = parameter.fallback != parameter.fallback;
        if (!parameter.name.empty() && required && optional_seen) return false;
        optional_seen = optional_seen || !required;
    }
    return !row.repeats || row.parameter_count() == 2;
}
static_assert(std::ranges::all_of(rows, row_holds), "a function breaks the table's rules");

constexpr std::array columns{
    BarColumn{"open", Unit::price, "First price of the bar."},
    BarColumn{"high", Unit::price, "Highest price of the bar."},
    BarColumn{"low", Unit::price, "Lowest price of the bar."},
    BarColumn{"close", Unit::price, "Last price of the bar."},
    BarColumn{"volume", Unit::volume, "Traded quantity."},
    BarColumn{"hl2", Unit::price, "(high + low) / 2."},
    BarColumn{"hlc3", Unit::price, "(high + low + close) / 3."},
    BarColumn{"ohlc4", Unit::price, "(open + high + low + close) / 4."},
    BarColumn{"time", Unit::any, "The bar's open in milliseconds since 1970, UTC."},
    BarColumn{"bar_index", Unit::any, "Number of the bar, the first one 0."},
};
static_assert(columns.size() == indicators::price_field_count + 2);

}  // namespace

std::span<const BarColumn> bar_columns() { return columns; }
std::span<const Function> functions() { return rows; }
std::size_t function_count() { return callable_count; }

const Function* find_function(std::string_view name) {
    const auto end = rows.begin() + callable_count;
    const auto found = std::find_if(rows.begin(), end, [name](const Function& row) { return row.name == name; });
    return found == end ? nullptr : &*found;
}

const Function& operator_row(std::string_view sign) {
    const auto found = std::find_if(rows.begin() + callable_count, rows.end(),
                                    [sign](const Function& row) { return row.name == sign; });
    SPARK_ASSERT(found != rows.end());
    return *found;
}

std::string_view type_name(ValueType type) { return type == ValueType::number ? "number" : "condition"; }

}  // namespace spark::expression
