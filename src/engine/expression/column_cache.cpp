#include "engine/expression/column_cache.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/expression/detail/frame.hpp"
#include "engine/expression/detail/memory.hpp"
#include "engine/market/resample.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::expression {

using detail::Frame;

namespace {

std::unexpected<Error> refuse(const Scope& scope, std::string message, std::string remedy = {}) {
    return fail(Fault::invalid_input, std::move(message), scope.place, std::move(remedy));
}

/// Bars nearer to each other than their length would let a longer bar end before its last one is there.
Result<void> check_spacing(const market::CandleColumns& candles, Timeframe timeframe, const Scope& scope) {
    const auto times = candles.open_time_ns;
    for (std::size_t bar = 1; bar < times.size(); ++bar) {
        if (static_cast<Int128>(times[bar]) - times[bar - 1] >= timeframe.length_ns()) continue;
        return refuse(scope, fmt::format("bar {} opens within the {} of the bar before it", bar, timeframe.text()));
    }
    return {};
}

}  // namespace

ColumnCache::ColumnCache(indicators::PriceBars& bars, std::size_t bytes_max)
    : memory_(std::make_unique<detail::Memory>(bytes_max)), symbol_of_{0} {
    frames_.push_back(std::make_unique<Frame>(bars, std::nullopt, *memory_));
}

ColumnCache::ColumnCache(indicators::PriceBars& bars, Timeframe timeframe, std::size_t bytes_max)
    : memory_(std::make_unique<detail::Memory>(bytes_max)), symbol_of_{0} {
    frames_.push_back(std::make_unique<Frame>(bars, timeframe, *memory_));
}

ColumnCache::~ColumnCache() = default;

void ColumnCache::add_symbol(std::string_view name, indicators::PriceBars& bars, std::optional<Timeframe> timeframe) {
    const auto number = static_cast<std::uint32_t>(frames_.size());
    frames_.push_back(std::make_unique<Frame>(bars, timeframe ? timeframe : frames_[0]->timeframe(), *memory_));
    symbols_.push_back({std::string(name), number});
    symbol_of_.push_back(static_cast<std::uint32_t>(symbols_.size()));
}

std::size_t ColumnCache::column_count() const {
    std::size_t count = 0;
    for (const auto& frame : frames_) count += frame->column_count();
    return count;
}

std::size_t ColumnCache::bytes_used() const { return memory_->bytes_used(); }

Result<std::uint32_t> ColumnCache::frame_of(std::uint32_t outer, const Scope& scope) {
    const auto& length = frames_[outer]->timeframe();
    if (!length) {
        return refuse(scope, "found another timeframe or symbol, but the length of the run's bars is not known");
    }
    if (scope.kind == ScopeKind::timeframe) {
        SPARK_TRY(const Timeframe to, Timeframe::parse(scope.name));
        if (to <= *length || !to.is_multiple_of(*length)) {
            return refuse(scope, fmt::format("found tf \"{}\" on bars of {}, allowed longer whole multiples of {}",
                                             to.text(), length->text(), length->text()));
        }
        return longer_bars(symbol_of_[outer], to, scope);
    }
    const auto found = std::ranges::find(symbols_, scope.name, &Symbol::name);
    if (found == symbols_.end()) {
        std::vector<std::string_view> names;
        for (const Symbol& symbol : symbols_) names.push_back(symbol.name);
        const auto nearest = nearest_name(scope.name, names);
        return refuse(scope,
                      names.empty()
                          ? fmt::format("found symbol '{}', but the run has no other symbol", shown(scope.name))
                          : fmt::format("found symbol '{}', allowed {}", shown(scope.name), fmt::join(names, ", ")),
                      nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string{});
    }
    const auto symbol = static_cast<std::uint32_t>(found - symbols_.begin()) + 1;
    const bool as_they_are = outer == own_frame(symbol_of_[outer]);
    return as_they_are ? found->frame : longer_bars(symbol, *length, scope);
}

Result<std::uint32_t> ColumnCache::longer_bars(std::uint32_t symbol, Timeframe to, const Scope& scope) {
    const Frame& own = *frames_[own_frame(symbol)];
    const Timeframe from = *own.timeframe();
    if (from == to) return own_frame(symbol);
    const auto [found, is_new] = resampled_.try_emplace({symbol, to}, 0);
    if (!is_new) return found->second;
    const auto made = [&]() -> Result<market::Resampled> {
        SPARK_TRY(check_spacing(own.candles(), from, scope));
        auto longer = market::resample(own.candles(), {.from = from, .to = to});
        if (!longer) return refuse(scope, longer.error().message, longer.error().remedy);
        constexpr std::size_t columns = 7;
        SPARK_TRY(memory_->take(longer->table.size() * columns * sizeof(std::int64_t)));
        return longer;
    };
    auto longer = made();
    if (!longer) {
        resampled_.erase(found);
        return fail(longer.error());
    }
    found->second = static_cast<std::uint32_t>(frames_.size());
    frames_.push_back(std::make_unique<Frame>(std::move(longer->table), to, *memory_));
    symbol_of_.push_back(symbol);
    return found->second;
}

}  // namespace spark::expression
