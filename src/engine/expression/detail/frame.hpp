#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/expression/detail/condition_bits.hpp"
#include "engine/expression/detail/exact_averages.hpp"
#include "engine/expression/detail/memory.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/step.hpp"
#include "engine/indicators/price_bars.hpp"
#include "engine/market/candle_columns.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::expression::detail {

/// How a step's values are asked for; flags, since one step may be asked for in both ways.
enum class View : std::uint8_t { none = 0, numbers = 1, bits = 2 };
constexpr View operator|(View a, View b) {
    return static_cast<View>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
constexpr bool asks(View views, View view) {
    return (static_cast<std::uint8_t>(views) & static_cast<std::uint8_t>(view)) != 0;
}

/// For each argument of a step, how it is read.
using ArgumentViews = std::array<View, parameters_max>;

/// The columns of one set of bars. Naming a step gives it a place; its values are made when they are asked for, as
/// doubles, as bits or as both. Whoever asks has made the arguments first (`reads`).
class Frame {
  public:
    Frame(indicators::PriceBars& bars, std::optional<Timeframe> timeframe, Memory& memory)
        : bars_(bars), timeframe_(timeframe), memory_(memory) {}
    /// Bars made for this frame.
    Frame(market::CandleTable table, Timeframe timeframe, Memory& memory)
        : table_(std::move(table)),
          made_(std::make_unique<indicators::PriceBars>(table_.columns())),
          bars_(*made_),
          timeframe_(timeframe),
          memory_(memory) {}
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

    const market::CandleColumns& candles() const { return bars_.candles(); }
    const std::optional<Timeframe>& timeframe() const { return timeframe_; }
    std::size_t column_count() const { return entries_.size(); }

    /// Place of a step whose arguments are places: of this frame, of a projection's in the inner one.
    std::uint32_t place_of(const StepKey& key);

    bool has(std::uint32_t place, View view) const;
    /// What has to be there before `make(place, view)`.
    ArgumentViews reads(std::uint32_t place, View view) const;
    /// Errors: exhausted.
    Result<void> make(std::uint32_t place, View view);
    /// A projection: the values of another frame's column as its bars close.
    Result<void> make_projected(std::uint32_t place, Frame& inner);

    /// One number a bar; made before.
    Result<indicators::Source> numbers(std::uint32_t place);
    const ConditionBits& bits(std::uint32_t place) const { return *entries_[place].bits; }
    const StepKey& key(std::uint32_t place) const { return entries_[place].key; }

  private:
    struct Entry {
        StepKey key;
        std::vector<Column<double>> owned{};  ///< One a field; of a constant, one number.
        Column<double> spread{};              ///< A constant on every bar, once a function asks for it.
        std::optional<indicators::Source> view{};
        std::span<const std::int64_t> units{};
        std::optional<ConditionBits> bits{};
    };

    const Function* function_of(const Entry& entry) const;
    BitRule rule_of(const Entry& entry) const;
    /// Both sides as averages of one exact column, when a comparison's are.
    std::optional<AveragePair> average_pair(const Entry& entry) const;
    std::optional<ExactAverage> average(const Entry& entry) const;

    Operand operand(const Entry& entry) const;
    Result<Column<double>*> own_column(Entry& entry);
    Result<void> take_bits(std::size_t columns);
    Result<void> make_numbers(Entry& entry);
    Result<void> make_bits(Entry& entry);
    Result<void> fill_bar_column(Entry& entry);
    Result<void> fill_called(Entry& entry);
    Result<void> fill_chosen(Entry& entry);
    Result<ConditionBits> ruled_bits(const Entry& entry, BitRule rule);
    /// For each bar, how many of the other frame's bars have closed when it closes.
    Result<const std::vector<std::uint32_t>*> bars_seen(std::uint32_t inner_number, Frame& inner);

    market::CandleTable table_;
    std::unique_ptr<indicators::PriceBars> made_;
    indicators::PriceBars& bars_;
    std::optional<Timeframe> timeframe_;
    Memory& memory_;
    std::map<StepKey, std::uint32_t> index_;
    std::deque<Entry> entries_;  // entries keep their address
    ExactAverages averages_;
    std::map<std::uint32_t, std::vector<std::uint32_t>> seen_;  // by the inner frame's number
};

}  // namespace spark::expression::detail
