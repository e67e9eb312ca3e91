#include "engine/expression/detail/frame.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "foundation/base/assert.hpp"

namespace spark::expression::detail {
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

constexpr bool compares(BitRule rule) { return rule >= BitRule::less && rule <= BitRule::cross; }
static_assert(compares(BitRule::equal) && !compares(BitRule::both));

}  // namespace

std::uint32_t Frame::place_of(const StepKey& key) {
    const auto [found, is_new] = index_.try_emplace(key, static_cast<std::uint32_t>(entries_.size()));
    if (is_new) entries_.push_back({.key = key});
    return found->second;
}

const Function* Frame::function_of(const Entry& entry) const {
    return entry.key.kind == StepKind::call ? &functions()[entry.key.which] : nullptr;
}

BitRule Frame::rule_of(const Entry& entry) const {
    const Function* const function = function_of(entry);
    return function == nullptr ? BitRule::none : function->bits;
}

std::optional<ExactAverage> Frame::average(const Entry& entry) const {
    static const Function* const simple_average = find_function("ta.sma");
    const auto exact_field = [this](const Entry& column) -> std::optional<indicators::PriceField> {
        if (column.key.kind != StepKind::bar_column || column.key.which >= indicators::price_field_count) return {};
        const auto field = static_cast<indicators::PriceField>(column.key.which);
        if (bars_.units(field).empty()) return {};
        return field;
    };
    if (const auto field = exact_field(entry)) return ExactAverage{*field, 1};
    if (function_of(entry) != simple_average) return {};
    const auto field = exact_field(entries_[entry.key.arguments[0]]);
    if (!field) return {};
    const double length = std::bit_cast<double>(entries_[entry.key.arguments[1]].key.constant_bits);
    return ExactAverage{*field, static_cast<std::size_t>(length)};
}

std::optional<AveragePair> Frame::average_pair(const Entry& entry) const {
    const auto left = average(entries_[entry.key.arguments[0]]);
    const auto right = average(entries_[entry.key.arguments[1]]);
    if (!left || !right || left->field != right->field) return {};
    return AveragePair{left->field, left->length, right->length};
}

bool Frame::has(std::uint32_t place, View view) const {
    const Entry& entry = entries_[place];
    return (!asks(view, View::numbers) || entry.view.has_value()) &&
           (!asks(view, View::bits) || entry.bits.has_value());
}

ArgumentViews Frame::reads(std::uint32_t place, View view) const {
    const Entry& entry = entries_[place];
    ArgumentViews views{};
    const auto all = [&](View how) { std::fill_n(views.begin(), entry.key.arguments.size(), how); };
    if (entry.key.kind == StepKind::history) {
        all(view);
        return views;
    }
    const BitRule rule = rule_of(entry);
    if (compares(rule)) {
        if (!average_pair(entry)) all(View::numbers);
    } else if (rule == BitRule::both || rule == BitRule::either || rule == BitRule::opposite) {
        all(View::bits);
    } else if (rule == BitRule::choice) {
        views = {View::bits, view, view};
    } else {
        all(View::numbers);
    }
    return views;
}

Operand Frame::operand(const Entry& entry) const {
    const bool constant = entry.key.kind == StepKind::constant;
    return {.data = entry.view->data(),
            .size = entry.view->size(),
            .step = constant ? std::size_t{0} : std::size_t{1},
            .units = entry.units};
}

Result<indicators::Source> Frame::numbers(std::uint32_t place) {
    Entry& entry = entries_[place];
    SPARK_ASSERT(entry.view.has_value());
    if (entry.key.kind != StepKind::constant) return *entry.view;
    if (entry.spread.size() != bars_.size()) {
        SPARK_TRY(memory_.take(bars_.size() * sizeof(double)));
        entry.spread.resize(bars_.size());
        std::ranges::fill(entry.spread, entry.view->front());
    }
    return indicators::Source(entry.spread);
}

Result<Column<double>*> Frame::own_column(Entry& entry) {
    SPARK_TRY(memory_.take(bars_.size() * sizeof(double)));
    entry.owned.resize(1);
    entry.owned[0].resize(bars_.size());
    return &entry.owned[0];
}

Result<void> Frame::take_bits(std::size_t columns) { return memory_.take(columns * (bars_.size() / 8 + 8)); }

Result<void> Frame::make(std::uint32_t place, View view) {
    Entry& entry = entries_[place];
    const BitRule rule = rule_of(entry);
    const bool bits_first = rule != BitRule::none && rule != BitRule::choice;
    if ((asks(view, View::numbers) && !bits_first) && !entry.view) SPARK_TRY(make_numbers(entry));
    if ((asks(view, View::bits) || bits_first) && !entry.bits) SPARK_TRY(make_bits(entry));
    if (asks(view, View::numbers) && !entry.view) {
        SPARK_TRY(Column<double>* const column, own_column(entry));
        unpack(*entry.bits, *column);
        entry.view = *column;
    }
    return {};
}

Result<void> Frame::make_numbers(Entry& entry) {
    switch (entry.key.kind) {
        case StepKind::constant:
            entry.owned.resize(1);
            entry.owned[0].resize(1);
            entry.owned[0][0] = std::bit_cast<double>(entry.key.constant_bits);
            entry.view = entry.owned[0];
            return {};
        case StepKind::bar_column: return fill_bar_column(entry);
        case StepKind::call: return rule_of(entry) == BitRule::choice ? fill_chosen(entry) : fill_called(entry);
        case StepKind::field: entry.view = entries_[entry.key.arguments[0]].owned[entry.key.which]; return {};
        case StepKind::history: {
            SPARK_TRY(const indicators::Source source, numbers(entry.key.arguments[0]));
            SPARK_TRY(Column<double>* const column, own_column(entry));
            shift(source, entry.key.which, *column);
            entry.view = *column;
            return {};
        }
        case StepKind::projected:        // made with the inner frame
        case StepKind::variable: break;  // never in a program over bars
    }
    SPARK_ASSERT(false);
}

Result<void> Frame::fill_bar_column(Entry& entry) {
    if (entry.key.which < indicators::price_field_count) {
        const auto field = static_cast<indicators::PriceField>(entry.key.which);
        entry.view = bars_.column(field);
        entry.units = bars_.units(field);
        return {};
    }
    SPARK_TRY(Column<double>* const column, own_column(entry));
    for (std::size_t bar = 0; bar < bars_.size(); ++bar) {
        (*column)[bar] = entry.key.which == time_column
                             ? static_cast<double>(bars_.candles().open_time_ns[bar] / 1'000'000)
                             : static_cast<double>(bar);
    }
    entry.view = *column;
    return {};
}

Result<void> Frame::fill_called(Entry& entry) {
    const Function& function = *function_of(entry);
    std::vector<Operand> operands;
    for (std::size_t at = 0; at < entry.key.arguments.size(); ++at) {
        const std::uint32_t place = entry.key.arguments[at];
        const Takes takes = function.parameters[at].takes;
        const bool as_number =
            function.pointwise || takes == Takes::length || takes == Takes::count || takes == Takes::constant;
        operands.push_back(operand(entries_[place]));
        if (operands.back().step != 0 || as_number) continue;
        SPARK_TRY(const indicators::Source source, numbers(place));
        operands.back() = {.data = source.data(), .size = source.size()};
    }
    const std::size_t column_count = std::max<std::size_t>(1, function.field_count());
    SPARK_TRY(memory_.take(column_count * bars_.size() * sizeof(double)));
    entry.owned.resize(column_count);
    std::vector<indicators::Output> out;
    for (Column<double>& column : entry.owned) {
        column.resize(bars_.size());
        out.emplace_back(column);
    }
    function.run({.bars = &bars_, .arguments = operands, .out = out});
    for (const indicators::Output& column : out) settle(column);
    entry.view = entry.owned[0];
    return {};
}

Result<void> Frame::fill_chosen(Entry& entry) {
    const BitColumn& condition = entries_[entry.key.arguments[0]].bits->yes;
    const Operand a = operand(entries_[entry.key.arguments[1]]);
    const Operand b = operand(entries_[entry.key.arguments[2]]);
    SPARK_TRY(Column<double>* const column, own_column(entry));
    for (std::size_t bar = 0; bar < column->size(); ++bar) {
        (*column)[bar] = condition.test(bar) ? a.at(bar) : b.at(bar);
    }
    entry.view = *column;
    return {};
}

Result<void> Frame::make_bits(Entry& entry) {
    const BitRule rule = rule_of(entry);
    if (rule != BitRule::none) {
        SPARK_TRY(take_bits(1));
        SPARK_TRY(entry.bits, ruled_bits(entry, rule));
        return {};
    }
    SPARK_TRY(take_bits(2));
    if (entry.key.kind == StepKind::history) {
        entry.bits = shifted(*entries_[entry.key.arguments[0]].bits, entry.key.which);
        return {};
    }
    if (!entry.view) SPARK_TRY(make_numbers(entry));
    SPARK_TRY(const indicators::Source source, numbers(index_.at(entry.key)));
    entry.bits = packed(source);
    return {};
}

Result<ConditionBits> Frame::ruled_bits(const Entry& entry, BitRule rule) {
    const auto argument = [&](std::size_t at) -> const Entry& { return entries_[entry.key.arguments[at]]; };
    switch (rule) {
        case BitRule::both: return ConditionBits{both(argument(0).bits->yes, argument(1).bits->yes)};
        case BitRule::either: return ConditionBits{either(argument(0).bits->yes, argument(1).bits->yes)};
        case BitRule::opposite: return ConditionBits{opposite(argument(0).bits->yes)};
        case BitRule::is_undefined: return ConditionBits{undefined_bars(operand(argument(0)), bars_.size())};
        case BitRule::choice: return chosen(argument(0).bits->yes, *argument(1).bits, *argument(2).bits);
        case BitRule::none:
        case BitRule::less:
        case BitRule::less_equal:
        case BitRule::greater:
        case BitRule::greater_equal:
        case BitRule::equal:
        case BitRule::not_equal:
        case BitRule::crossover:
        case BitRule::crossunder:
        case BitRule::cross: break;
    }
    if (const auto pair = average_pair(entry)) {
        SPARK_TRY(BitColumn bits, averages_.compared(rule, *pair, bars_, memory_));
        return ConditionBits{std::move(bits)};
    }
    return ConditionBits{compared(rule, operand(argument(0)), operand(argument(1)), bars_.size())};
}

Result<const std::vector<std::uint32_t>*> Frame::bars_seen(std::uint32_t inner_number, Frame& inner) {
    const auto [found, is_new] = seen_.try_emplace(inner_number);
    std::vector<std::uint32_t>& seen = found->second;
    if (!is_new) return &seen;
    const auto taken = memory_.take(bars_.size() * sizeof(std::uint32_t));
    if (!taken) {
        seen_.erase(found);
        return fail(taken.error());
    }
    SPARK_ASSERT(timeframe_ && inner.timeframe_);
    const auto times = bars_.candles().open_time_ns;
    const auto inner_times = inner.bars_.candles().open_time_ns;
    const Int128 length = timeframe_->length_ns();
    const Int128 inner_length = inner.timeframe_->length_ns();
    seen.resize(times.size());
    std::uint32_t closed = 0;
    for (std::size_t bar = 0; bar < times.size(); ++bar) {
        while (closed < inner_times.size() && inner_times[closed] + inner_length <= times[bar] + length) ++closed;
        seen[bar] = closed;
    }
    return &seen;
}

Result<void> Frame::make_projected(std::uint32_t place, Frame& inner) {
    Entry& entry = entries_[place];
    SPARK_TRY(const std::vector<std::uint32_t>* const seen, bars_seen(entry.key.which, inner));
    SPARK_TRY(const indicators::Source source, inner.numbers(entry.key.arguments[0]));
    SPARK_TRY(Column<double>* const column, own_column(entry));
    for (std::size_t bar = 0; bar < column->size(); ++bar) {
        const std::uint32_t closed = (*seen)[bar];
        (*column)[bar] = closed == 0 ? indicators::undefined : source[closed - 1];
    }
    entry.view = *column;
    return {};
}

}  // namespace spark::expression::detail
