#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "engine/indicators/source.hpp"

namespace spark::indicators::detail {

/// Undefined everywhere; what a function writes before it knows better.
inline void clear(Output out) { std::ranges::fill(out, undefined); }

/// Undefined wherever an undefined value is among the last `length`.
inline void spread_undefined(Source source, std::size_t first, std::size_t length, Output out) {
    std::size_t left = 0;  // bars for which an undefined value stays in the window
    for (std::size_t bar = first; bar < source.size(); ++bar) {
        if (!is_defined(source[bar])) left = length;
        if (left == 0) continue;
        out[bar] = undefined;
        --left;
    }
}

/// Sums over the last `length` bars without drift, O(n): the data is cut into blocks of `length`; a window is the end
/// of one block and the beginning of the next, each added up from the border outward. Every sum holds the window's
/// values only, each added once, so that an undefined value leaves with its bar and zeros sum to zero.
///
/// `terms(base, bar)` gives what a bar adds, measured against the bar `base`, which is the first of the block the
/// window ends in and thus inside the window: differences to it keep the sums small. `finish(base, bar, sums)` is the
/// result on `bar`. Bars before first + length − 1 are undefined.
template <std::size_t count, class Terms, class Finish>
void moving_sums(std::size_t first, std::size_t length, Output out, const Terms& terms, const Finish& finish) {
    using Sums = std::array<double, count>;
    const std::size_t size = out.size();
    if (first >= size || length > size - first) return clear(out);
    clear(out.first(first + length - 1));
    std::vector<Sums> tails(length + 1,
                            Sums{});  // tails[k]: the block before, from its bar k to its end; the last is 0
    for (std::size_t base = first; base < size; base += length) {
        const bool has_tail = base > first;
        if (has_tail) {
            Sums tail{};
            const std::size_t before = base - length;
            for (std::size_t k = length - 1; k > 0; --k) {
                const Sums added = terms(base, before + k);
                for (std::size_t s = 0; s < count; ++s) tail[s] += added[s];
                tails[k] = tail;
            }
        }
        Sums head{};
        const std::size_t end = std::min(base + length, size);
        for (std::size_t bar = base; bar < end; ++bar) {
            const Sums added = terms(base, bar);
            for (std::size_t s = 0; s < count; ++s) head[s] += added[s];
            if (!has_tail && bar + 1 < base + length) continue;
            Sums whole{};
            for (std::size_t s = 0; s < count; ++s) whole[s] = tails[bar - base + 1][s] + head[s];
            out[bar] = finish(base, bar, whole);
        }
    }
}

/// Bar minus base as a signed number.
inline double steps_from(std::size_t base, std::size_t bar) {
    return static_cast<double>(static_cast<std::ptrdiff_t>(bar) - static_cast<std::ptrdiff_t>(base));
}

}  // namespace spark::indicators::detail
