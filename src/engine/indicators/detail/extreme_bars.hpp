#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/indicators/detail/moving_sums.hpp"
#include "engine/indicators/source.hpp"

namespace spark::indicators::detail {

/// Bars since the extreme value of the last `length` bars; the earliest of equal ones. `beats(a, b)` is strict. Blocks
/// of `length` as in moving_sums: the end of one block and the beginning of the next, without branches on values.
template <class Beats>
void extreme_ages(Source source, std::size_t length, Output out, const Beats& beats) {
    struct Found {
        double value = 0.0;
        double bar = 0.0;
    };
    const auto pick = [&beats](const Found& older, const Found& newer) {
        const bool later = beats(newer.value, older.value);
        return Found{.value = later ? newer.value : older.value, .bar = later ? newer.bar : older.bar};
    };
    const auto at = [source](std::size_t bar) { return Found{.value = source[bar], .bar = static_cast<double>(bar)}; };
    const std::size_t size = source.size();
    const std::size_t first = first_defined(source);
    if (first >= size || length > size - first) return clear(out);
    clear(out.first(first + length - 1));
    std::vector<Found> tails(length);
    bool all_defined = true;
    for (std::size_t base = first; base < size; base += length) {
        if (base > first) {
            Found tail = at(base - 1);
            for (std::size_t k = length - 1; k > 0; --k) tails[k] = tail = pick(at(base - length + k), tail);
        }
        Found head = at(base);
        const std::size_t end = std::min(base + length, size);
        for (std::size_t bar = base; bar < end; ++bar) {
            head = pick(head, at(bar));
            all_defined = all_defined && is_defined(source[bar]);
            const std::size_t tail = bar + 1 - base;
            if (tail == length) {
                out[bar] = static_cast<double>(bar) - head.bar;
            } else if (base > first) {
                out[bar] = static_cast<double>(bar) - pick(tails[tail], head).bar;
            }
        }
    }
    if (!all_defined) spread_undefined(source, first, length, out);
}

}  // namespace spark::indicators::detail
