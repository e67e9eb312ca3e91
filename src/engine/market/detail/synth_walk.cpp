#include "engine/market/detail/synth_walk.hpp"

#include <algorithm>
#include <cmath>

#include "foundation/base/stable_math.hpp"

namespace spark::market::detail {

namespace {

constexpr double seconds_a_year = 365.0 * 86'400.0;
double years_of(Timeframe timeframe) { return static_cast<double>(timeframe.length().count()) / seconds_a_year; }

constexpr double gap_chance = 1.0 / 250;
constexpr double own_jump_chance = 1.0 / 1'500;
constexpr double own_jump_most = 8.0;
/// No bar moves the price by more than about a third: the longest timeframes would otherwise run off.
constexpr double bar_return_max = 0.3;
/// Log distance from the anchor that is never left: a price stays within a factor of 150.
constexpr double anchor_distance_max = 5.0;
/// Share of the distance to the anchor that is lost in a year.
constexpr double pull_annual = 0.35;
/// The anchor's drift fades: over centuries it multiplies the level by e^3 at most.
constexpr double anchor_drift_max = 3.0;

/// Share of a usual hour's trading by hour of the UTC day: quiet at night, busiest when Europe and America overlap.
constexpr std::array hour_shape{0.95, 0.88, 0.84, 0.78, 0.72, 0.70, 0.74, 0.86, 0.98, 1.02, 1.00, 0.98,
                                1.06, 1.28, 1.52, 1.58, 1.42, 1.24, 1.10, 1.02, 0.98, 0.92, 0.86, 0.90};
constexpr double weekend_share = 0.65;
constexpr double volume_steps_max = 4e18;

/// Four numbers of mean 0 and variance 1 out of 64 bits: steps inside a bar need no better distribution than the
/// uniform one.
std::array<double, 4> four_steps(std::uint64_t bits) {
    constexpr double scale =
        3.4641016151377544 / 65'536.0;  // The square root of 12: a uniform number's variance is a twelfth.
    std::array<double, 4> steps{};
    for (double& step : steps) {
        step = (static_cast<double>(bits & 0xFFFFU) - 32'767.5) * scale;
        bits >>= 16U;
    }
    return steps;
}

std::int64_t second_of_day(std::int64_t since_epoch_s) { return ((since_epoch_s % 86'400) + 86'400) % 86'400; }

}  // namespace

SynthWalk::SynthWalk(std::string_view name, std::uint64_t seed, Timeframe timeframe)
    : symbol_(synth_symbol(name, seed)),
      rng_(Rng(seed).split(stream_of("walk")).split(stream_of(name))),
      inside_(Rng(seed).split(stream_of("inside")).split(stream_of(name))),
      own_load_(std::sqrt(1.0 - symbol_.common_load * symbol_.common_load)),
      bar_deviation_(symbol_.volatility_annual * std::sqrt(years_of(timeframe))),
      bar_years_(years_of(timeframe)),
      anchor_(log_stable(symbol_.price_first)),
      log_price_(anchor_) {}

double SynthWalk::own_shock(double level) {
    own_variance_ = garch_next(own_variance_, own_shock_last_);
    own_shock_last_ = std::sqrt(own_variance_) * rng_.normal();
    double shock = level * own_shock_last_;
    if (rng_.chance(own_jump_chance)) {
        const double jump = std::min(3.0 + 1.5 * rng_.exponential(), own_jump_most);
        shock += rng_.chance(symbol_.jump_up_share) ? jump : -jump;
    }
    return shock;
}

/// The open's distance from the close before: mostly none, larger after a halt.
double SynthWalk::gap(const FactorSlot& slot) {
    if (slot.slots_lost == 0 && !rng_.chance(gap_chance)) return 0;
    const double lost = std::sqrt(static_cast<double>(std::min<std::int64_t>(slot.slots_lost, 16)));
    return bar_deviation_ * (0.8 + lost) * rng_.normal();
}

double SynthWalk::pull() {
    years_ += bar_years_;
    const double grown = symbol_.drift_annual * years_;
    const double level = anchor_ + grown / (1.0 + grown / anchor_drift_max);
    return -std::min(pull_annual * bar_years_, 0.5) * (log_price_ - level);
}

WalkBar SynthWalk::next(const FactorSlot& slot) {
    const double shock = symbol_.common_load * slot.shock + own_load_ * own_shock(slot.level);
    const double open = log_price_ + std::clamp(gap(slot), -bar_return_max, bar_return_max);
    const double least = anchor_ - anchor_distance_max;
    const double most = anchor_ + anchor_distance_max + anchor_drift_max;
    const double close =
        std::clamp(open + std::clamp(bar_deviation_ * shock + pull(), -bar_return_max, bar_return_max), least, most);

    // A bridge: a random walk whose end is bent to the close.
    WalkBar bar;
    const std::array<double, 4> first = four_steps(inside_.bits());
    const std::array<double, 4> second = four_steps(inside_.bits());
    std::array<double, walk_steps + 1> walk{};
    for (std::size_t step = 0; step < walk_steps; ++step)
        walk[step + 1] = walk[step] + (step < 4 ? first[step] : second[step - 4]);
    // The usual deviation of a step; a wild bar may wander further, up to the largest return.
    const double size =
        std::min(bar_deviation_ * std::max(slot.level, 0.3), bar_return_max) * 0.35355339059327373;  // 1 / √8
    for (std::size_t step = 0; step <= walk_steps; ++step) {
        const double share = static_cast<double>(step) / static_cast<double>(walk_steps);
        bar.path[step] = open + share * (close - open) + size * (walk[step] - share * walk[walk_steps]);
    }
    bar.path[walk_steps] = close;
    bar.surprise = std::fabs(shock);
    log_price_ = close;
    return bar;
}

SynthVolume::SynthVolume(std::string_view name, std::uint64_t seed, Timeframe timeframe)
    : rng_(Rng(seed).split(stream_of("volume")).split(stream_of(name))),
      daily_shape_(timeframe.length() < std::chrono::days{1}),
      weekend_shape_(timeframe.length() <= std::chrono::days{1}) {
    const SynthSymbol symbol = synth_symbol(name, seed);
    steps_mean_ =
        symbol.turnover_annual * years_of(timeframe) / (static_cast<double>(symbol.quantity_step_units) * 1e-8);
}

std::int64_t SynthVolume::next(double surprise, std::int64_t open_s) {
    mood_ = 0.9 * mood_ + 0.2 * rng_.normal();
    double shape = 1;
    if (daily_shape_) {
        const std::int64_t second = second_of_day(open_s);
        const auto hour = static_cast<std::size_t>(second / 3'600);
        const double into = static_cast<double>(second % 3'600) / 3'600.0;
        shape = hour_shape[hour] + into * (hour_shape[(hour + 1) % hour_shape.size()] - hour_shape[hour]);
    }
    if (weekend_shape_) {
        // 1970-01-01 was a Thursday; days 5 and 6 after a Monday are the weekend.
        const std::int64_t day = (((open_s - second_of_day(open_s)) / 86'400 + 3) % 7 + 7) % 7;
        if (day >= 5) shape *= weekend_share;
    }
    const double steps = steps_mean_ * shape * (0.55 + 0.6 * std::min(surprise, 8.0)) * exp_stable(mood_);
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::min(steps, volume_steps_max)));
}

}  // namespace spark::market::detail
