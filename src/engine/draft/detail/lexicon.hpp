#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/draft/detail/tokens.hpp"

namespace spark::draft::detail {

/// What a word or phrase means here.
enum class Concept : std::uint8_t {
    unknown,
    filler,
    number,
    // how parts stand to each other
    when,
    both_and,
    either_or,
    comma,
    full_stop,
    open,
    shut,
    minus,
    divide,
    // actions
    buy,
    sell,
    leave,
    go_short,
    cover,
    // relations
    above,
    below,
    up,
    down,
    cross,
    motion,
    touch,
    back,
    turn,
    rise,
    fall,
    positive,
    negative,
    oversold,
    overbought,
    // what is looked at
    price,
    sma,
    ema,
    wma,
    hma,
    rma,
    dema,
    tema,
    vwma,
    kama,
    average,
    vwap,
    golden_cross,
    death_cross,
    rsi,
    stochastic,
    cci,
    mfi,
    williams,
    bollinger,
    keltner,
    donchian,
    zscore,
    upper_band,
    lower_band,
    middle_band,
    band,
    highest,
    lowest,
    breakout,
    volatility,
    opening_range,
    macd,
    signal_line,
    histogram,
    supertrend,
    roc,
    momentum,
    adx,
    atr,
    volume,
    ago,
    day_end,
    trend_up,
    trend_down,
    trend,
    grid,
    each_time,
    step,
    levels,
    fast,
    slow,
    deviation,
    filter_word,
    // orders and limits
    stop_loss,
    take_profit,
    loss,
    profit,
    no_leverage,
    trailing,
    hold,
    cooldown,
    entries,
    no_stop,
    size,
    risk_share,
    equity,
    half,
    all_of,
    leverage,
    drawdown,
    daily_loss,
    limit_entry,
    discount,
    long_only,
    short_only,
    both_sides,
    no_short,
    times_volume,
    high_volume,
    // measures and the market
    percent,
    bars,
    minutes,
    hours,
    days,
    weeks,
    seconds,
    times,
    units,
    usd,
    lira,
    chart,
    hourly,
    daily,
    weekly,
    last,
    symbol,
};

enum class Language : std::uint8_t { both, english, turkish };

/// A phrase found at some token.
struct Match {
    Concept concept_found = Concept::unknown;
    Language language = Language::both;
    std::size_t tokens = 0;       ///< How many, hyphens inside a phrase among them.
    bool is_conditional = false;  ///< Its last word ends like `-ince`, `-irse`, `-ken`.
};

/// The longest phrase that begins with the first of these tokens.
std::optional<Match> longest_match(std::span<const Token> tokens);

}  // namespace spark::draft::detail
