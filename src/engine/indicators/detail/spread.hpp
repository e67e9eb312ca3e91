#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include "engine/indicators/averages.hpp"
#include "engine/indicators/source.hpp"

namespace spark::indicators::detail {

/// Where a window's newest value stands among all of them.
struct Spread {
    double last_gap = 0.0;       ///< Newest value − mean.
    double absolute_mean = 0.0;  ///< Mean absolute distance from the mean.
};

inline constexpr std::size_t lanes = 8;

/// Sums of the distances |value − mean| of `lanes` neighbouring windows, each from its oldest value to its newest. Side
/// by side for speed; each keeps its own order, so the grouping changes no bit.
inline std::array<double, lanes> distances(const double* window, std::size_t length,
                                           const std::array<double, lanes>& mean) {
    std::array<double, lanes> away{};
    for (std::size_t j = 0; j < length; ++j) {
        for (std::size_t k = 0; k < lanes; ++k) away[k] += std::abs(window[j + k] - mean[k]);
    }
    return away;
}

inline double distance(const double* window, std::size_t length, double mean) {
    double away = 0.0;
    for (std::size_t j = 0; j < length; ++j) away += std::abs(window[j] - mean);
    return away;
}

/// `finish(Spread)` for every window of `length` bars. O(n × length): the distances change with the mean. Equal values
/// have exactly their value as mean (see sma) and thus exact zeros.
template <class Finish>
void each_spread(Source source, std::size_t length, Output out, const Finish& finish) {
    sma(source, length, out);
    const auto count = static_cast<double>(length);
    const auto put = [&](std::size_t bar, double away) {
        out[bar] = finish(Spread{.last_gap = source[bar] - out[bar], .absolute_mean = away / count});
    };
    const std::size_t size = source.size();
    std::size_t bar = length - 1;  // the window's newest
    for (; bar < size && size - bar >= lanes; bar += lanes) {
        std::array<double, lanes> mean{};
        for (std::size_t k = 0; k < lanes; ++k) mean[k] = out[bar + k];
        const std::array<double, lanes> away = distances(&source[bar + 1 - length], length, mean);
        for (std::size_t k = 0; k < lanes; ++k) put(bar + k, away[k]);
    }
    for (; bar < size; ++bar) put(bar, distance(&source[bar + 1 - length], length, out[bar]));
}

}  // namespace spark::indicators::detail
