#include "engine/indicators/events.hpp"

#include <vector>

#include "foundation/base/assert.hpp"

namespace spark::indicators {

namespace {

bool holds(double condition) { return is_defined(condition) && condition != 0.0; }

/// 1 where the bar's and the bar before's comparison both hold; without branches, since crossings cannot be foretold.
/// A comparison with an undefined value does not hold.
unsigned crosses_over(Source a, Source b, std::size_t bar) {
    return static_cast<unsigned>(a[bar] > b[bar]) & static_cast<unsigned>(a[bar - 1] <= b[bar - 1]);
}

}  // namespace

void crossover(Source a, Source b, Output out) {
    SPARK_ASSERT(a.size() == out.size() && b.size() == out.size());
    if (!out.empty()) out[0] = 0.0;
    for (std::size_t bar = 1; bar < out.size(); ++bar) out[bar] = crosses_over(a, b, bar);
}

void crossunder(Source a, Source b, Output out) { crossover(b, a, out); }

void cross(Source a, Source b, Output out) {
    SPARK_ASSERT(a.size() == out.size() && b.size() == out.size());
    if (!out.empty()) out[0] = 0.0;
    for (std::size_t bar = 1; bar < out.size(); ++bar) out[bar] = crosses_over(a, b, bar) | crosses_over(b, a, bar);
}

void barssince(Source condition, Output out) {
    SPARK_ASSERT(condition.size() == out.size());
    double since = undefined;
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        since = holds(condition[bar]) ? 0.0 : since + 1.0;
        out[bar] = since;
    }
}

void valuewhen(Source condition, Source source, std::size_t occurrence, Output out) {
    SPARK_ASSERT(condition.size() == out.size() && source.size() == out.size());
    std::vector<double> values;
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        if (holds(condition[bar])) values.push_back(source[bar]);
        out[bar] = values.size() > occurrence ? values[values.size() - 1 - occurrence] : undefined;
    }
}

}  // namespace spark::indicators
