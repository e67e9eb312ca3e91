#include "engine/market/synth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/market/detail/synth_factor.hpp"
#include "engine/market/detail/synth_symbol.hpp"
#include "engine/market/detail/synth_walk.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::market {

namespace {

using detail::FactorSlot;

/// The product pair: BTCTRY is quoted by those who trade BTCUSDT and USDTTRY, so it strays from their product by little
/// and not for long.
constexpr std::string_view product_symbol = "BTCTRY";
constexpr std::string_view product_left = "BTCUSDT";
constexpr std::string_view product_right = "USDTTRY";
constexpr double deviation_kept = 0.9;
constexpr double deviation_step = 0.0004;
constexpr double deviation_max = 0.003;

/// Far above every price the walk can reach, far under int64 at 1e-8.
constexpr double price_max = 5e10;

/// Where the bars of one symbol come from: a walk of its own.
class OwnSource {
  public:
    OwnSource(std::string_view name, const SynthRequest& request) : walk_(name, request.seed, request.timeframe) {}
    detail::WalkBar next(const FactorSlot& slot) { return walk_.next(slot); }
    double log_price() const { return walk_.log_price(); }

  private:
    detail::SynthWalk walk_;
};

/// The product of two walks and a small deviation.
class ProductSource {
  public:
    ProductSource(std::string_view name, const SynthRequest& request)
        : left_(product_left, request.seed, request.timeframe),
          right_(product_right, request.seed, request.timeframe),
          rng_(Rng(request.seed).split(detail::stream_of("deviation")).split(detail::stream_of(name))) {}

    detail::WalkBar next(const FactorSlot& slot) {
        const detail::WalkBar left = left_.next(slot);
        const detail::WalkBar right = right_.next(slot);
        const double before = deviation_;
        deviation_ =
            std::clamp(deviation_kept * deviation_ + deviation_step * rng_.normal(), -deviation_max, deviation_max);
        detail::WalkBar bar{.path = {}, .surprise = left.surprise};
        for (std::size_t step = 0; step < bar.path.size(); ++step) {
            const double share = static_cast<double>(step) / static_cast<double>(detail::walk_steps);
            bar.path[step] = left.path[step] + right.path[step] + before + share * (deviation_ - before);
        }
        log_price_ = bar.path.back();
        return bar;
    }
    double log_price() const { return log_price_; }

  private:
    detail::SynthWalk left_;
    detail::SynthWalk right_;
    Rng rng_;
    double deviation_ = 0;
    double log_price_ = left_.log_price() + right_.log_price();
};

/// The nearest whole number of ticks, at least one, in units.
std::int64_t price_units(double log_price, std::int64_t tick_units) {
    const double price = std::min(exp_stable(log_price), price_max);
    const auto ticks = static_cast<std::int64_t>(price * 1e8 / static_cast<double>(tick_units) + 0.5);
    return std::max<std::int64_t>(ticks, 1) * tick_units;
}

struct Prices {
    std::int64_t open = 0;
    std::int64_t high = 0;
    std::int64_t low = 0;
    std::int64_t close = 0;
};

/// Rounding keeps order, so the bounds of the path bound the rounded open and close.
Prices prices_of(const detail::WalkPath& path, std::int64_t tick_units) {
    const auto [low, high] = std::minmax_element(path.begin(), path.end());
    Prices prices{.open = price_units(path.front(), tick_units),
                  .high = price_units(*high, tick_units),
                  .low = price_units(*low, tick_units),
                  .close = price_units(path.back(), tick_units)};
    prices.high = std::max({prices.high, prices.open, prices.close});
    prices.low = std::min({prices.low, prices.open, prices.close});
    return prices;
}

template <class Source>
Result<CandleTable> made_from(const SynthRequest& request) {
    const std::string_view name = request.symbol.text();
    const detail::SynthSymbol symbol = detail::synth_symbol(name, request.seed);
    detail::SynthFactor factor(request.seed, request.timeframe);
    detail::SynthVolume volumes(name, request.seed, request.timeframe);
    Source source(name, request);

    CandleTable table;
    table.reserve(static_cast<std::size_t>(request.bars));
    const std::int64_t step_ns = request.timeframe.length_ns();
    std::int64_t close_last = price_units(source.log_price(), symbol.tick_units);
    for (std::int64_t time_ns = ns_of(request.timeframe.bucket_start(request.start));
         std::ssize(table.open_time_ns) < request.bars;) {
        const FactorSlot slot = factor.next();
        if (slot.state == FactorSlot::State::quiet) {
            table.push_back(time_ns, close_last, close_last, close_last, close_last, 0);
        } else if (slot.state == FactorSlot::State::trading) {
            const detail::WalkBar bar = source.next(slot);
            const Prices prices = prices_of(bar.path, symbol.tick_units);
            const std::int64_t steps = volumes.next(bar.surprise, time_ns / 1'000'000'000);
            table.push_back(time_ns, prices.open, prices.high, prices.low, prices.close,
                            static_cast<Int128>(steps) * symbol.quantity_step_units);
            close_last = prices.close;
        }
        if (__builtin_add_overflow(time_ns, step_ns, &time_ns))
            return fail(Fault::invalid_input, "found bars past April 2262, allowed up to it");
    }
    return table;
}

}  // namespace

Result<CandleTable> generate(const SynthRequest& request) {
    if (request.bars < 1 || request.bars > synth_bars_max) {
        return fail(Fault::invalid_input, fmt::format("found {} bars, allowed 1 to {}", request.bars, synth_bars_max));
    }
    std::int64_t span = 0;
    if (__builtin_mul_overflow(request.bars, request.timeframe.length_ns(), &span) ||
        span > std::numeric_limits<std::int64_t>::max() - ns_of(request.start)) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} bars of {} from {}, which end past April 2262", request.bars,
                                request.timeframe.text(), format_iso8601(request.start)));
    }
    if (request.symbol.text() == product_symbol) return made_from<ProductSource>(request);
    return made_from<OwnSource>(request);
}

}  // namespace spark::market
