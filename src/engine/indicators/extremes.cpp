#include "engine/indicators/extremes.hpp"

#include <algorithm>
#include <vector>

#include "engine/indicators/detail/extreme_bars.hpp"
#include "engine/indicators/detail/moving_sums.hpp"
#include "foundation/base/assert.hpp"

namespace spark::indicators {

namespace {

struct Higher {
    double operator()(double a, double b) const { return a < b ? b : a; }
};
struct Lower {
    double operator()(double a, double b) const { return b < a ? b : a; }
};

/// Blocks of `length`: a window is the end of one block and the beginning of the next (van Herk, Gil and Werman), three
/// comparisons a bar whatever the length.
template <class Pick>
void extreme(Source source, std::size_t length, Output out, const Pick& pick) {
    const std::size_t size = source.size();
    const std::size_t first = first_defined(source);
    if (first >= size || length > size - first) return detail::clear(out);
    detail::clear(out.first(first + length - 1));
    std::vector<double> tails(length);
    bool all_defined = true;
    for (std::size_t base = first; base < size; base += length) {
        if (base > first) {
            double tail = source[base - 1];
            for (std::size_t k = length - 1; k > 0; --k) tails[k] = tail = pick(tail, source[base - length + k]);
        }
        double head = source[base];
        const std::size_t end = std::min(base + length, size);
        for (std::size_t bar = base; bar < end; ++bar) {
            head = pick(head, source[bar]);
            all_defined = all_defined && is_defined(source[bar]);
            const std::size_t tail = bar + 1 - base;
            if (tail == length) {
                out[bar] = head;
            } else if (base > first) {
                out[bar] = pick(tails[tail], head);
            }
        }
    }
    if (!all_defined) detail::spread_undefined(source, first, length, out);
}

void compare_with_before(Source source, std::size_t length, Output out, bool above) {
    if (source.empty()) return;
    if (above) {
        highest(source, length, out);
    } else {
        lowest(source, length, out);
    }
    for (std::size_t bar = source.size() - 1; bar > 0; --bar) {
        const double before = out[bar - 1];
        out[bar] = (above ? source[bar] > before : source[bar] < before) ? 1.0 : 0.0;
    }
    out[0] = 0.0;
}

}  // namespace

void highest(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    extreme(source, length, out, Higher{});
}

void lowest(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    extreme(source, length, out, Lower{});
}

void highestbars(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    detail::extreme_ages(source, length, out, [](double newer, double older) { return newer > older; });
    for (double& age : out) age = 0.0 - age;
}

void lowestbars(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    detail::extreme_ages(source, length, out, [](double newer, double older) { return newer < older; });
    for (double& age : out) age = 0.0 - age;
}

void rising(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    compare_with_before(source, length, out, true);
}

void falling(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    compare_with_before(source, length, out, false);
}

}  // namespace spark::indicators
