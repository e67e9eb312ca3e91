#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/expression/program.hpp"
#include "foundation/base/assert.hpp"

namespace spark::expression {
namespace {

constexpr std::uint32_t time_column = indicators::price_field_count;

/// Results are finite or na, and zero has no sign.
void settle(indicators::Output out) {
    for (double& value : out) value = std::isfinite(value) ? value + 0.0 : indicators::undefined;
}

void shift(indicators::Source source, std::size_t bars, indicators::Output out) {
    const std::size_t unknown = std::min(bars, out.size());
    std::fill_n(out.begin(), unknown, indicators::undefined);
    std::copy_n(source.begin(), out.size() - unknown, out.begin() + static_cast<std::ptrdiff_t>(unknown));
}

}  // namespace

Result<void> ColumnCache::take_bytes(std::size_t columns) {
    const std::size_t bytes = columns * bars_.size() * sizeof(double);
    if (bytes > bytes_max_ - bytes_used_) {
        return fail(
            Fault::exhausted,
            fmt::format("the columns of the expressions need more than {} MiB, the most allowed", bytes_max_ >> 20U),
            {}, "evaluate fewer expressions at once, or a shorter period");
    }
    bytes_used_ += bytes;
    return {};
}

Result<indicators::Source> ColumnCache::whole(std::uint32_t index) {
    Entry& entry = entries_[index];
    if (!entry.constant) return entry.view;
    if (entry.spread.size() != bars_.size()) {
        SPARK_TRY(take_bytes(1));
        entry.spread.resize(bars_.size());
        std::ranges::fill(entry.spread, entry.view[0]);
    }
    return indicators::Source(entry.spread);
}

Result<ColumnCache::Entry> ColumnCache::called(const StepKey& key) {
    const Function& function = functions()[key.which];
    std::vector<Operand> operands;
    for (std::size_t at = 0; at < key.arguments.size(); ++at) {
        const std::uint32_t index = key.arguments[at];
        const Takes takes = function.parameters[at].takes;
        const bool as_number =
            function.pointwise || takes == Takes::length || takes == Takes::count || takes == Takes::constant;
        if (entries_[index].constant && as_number) {
            operands.push_back({.data = entries_[index].view.data(), .size = 1, .step = 0});
            continue;
        }
        SPARK_TRY(const indicators::Source source, whole(index));
        operands.push_back({.data = source.data(), .size = source.size(), .units = entries_[index].units});
    }
    const std::size_t column_count = std::max<std::size_t>(1, function.field_count());
    SPARK_TRY(take_bytes(column_count));
    Entry entry;
    entry.owned.resize(column_count);
    std::vector<indicators::Output> out;
    for (Column<double>& column : entry.owned) {
        column.resize(bars_.size());
        out.emplace_back(column);
    }
    function.run({.bars = &bars_, .arguments = operands, .out = out});
    for (const indicators::Output& column : out) settle(column);
    entry.view = entry.owned[0];
    return entry;
}

Result<ColumnCache::Entry> ColumnCache::computed(const StepKey& key) {
    Entry entry;
    switch (key.kind) {
        case StepKind::constant:
            entry.owned.resize(1);
            entry.owned[0].resize(1);
            entry.owned[0][0] = std::bit_cast<double>(key.constant_bits);
            entry.constant = true;
            break;
        case StepKind::bar_column:
            if (key.which < indicators::price_field_count) {
                const auto field = static_cast<indicators::PriceField>(key.which);
                entry.view = bars_.column(field);
                entry.units = bars_.units(field);
                return entry;
            }
            SPARK_TRY(take_bytes(1));
            entry.owned.resize(1);
            entry.owned[0].resize(bars_.size());
            for (std::size_t bar = 0; bar < bars_.size(); ++bar) {
                entry.owned[0][bar] = key.which == time_column
                                          ? static_cast<double>(bars_.candles().open_time_ns[bar] / 1'000'000)
                                          : static_cast<double>(bar);
            }
            break;
        case StepKind::call: return called(key);
        case StepKind::field: entry.view = entries_[key.arguments[0]].owned[key.which]; return entry;
        case StepKind::history: {
            SPARK_TRY(const indicators::Source source, whole(key.arguments[0]));
            SPARK_TRY(take_bytes(1));
            entry.owned.resize(1);
            entry.owned[0].resize(bars_.size());
            shift(source, key.which, entry.owned[0]);
            break;
        }
    }
    entry.view = entry.owned[0];
    return entry;
}

Result<std::uint32_t> ColumnCache::entry_of(const StepKey& key) {
    if (const auto found = index_.find(key); found != index_.end()) return found->second;
    SPARK_TRY(Entry entry, computed(key));
    entries_.push_back(std::move(entry));
    const auto index = static_cast<std::uint32_t>(entries_.size() - 1);
    index_.emplace(key, index);
    return index;
}

Result<indicators::Source> Program::run(ColumnCache& cache) const {
    SPARK_ASSERT(!steps_.empty());
    std::vector<std::uint32_t> entries;
    for (const StepKey& step : steps_) {
        StepKey key = step;
        for (std::uint32_t& argument : key.arguments) argument = entries[argument];
        SPARK_TRY(const std::uint32_t entry, cache.entry_of(key));
        entries.push_back(entry);
    }
    return cache.whole(entries.back());
}

}  // namespace spark::expression
