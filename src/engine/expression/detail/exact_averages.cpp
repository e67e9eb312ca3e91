#include "engine/expression/detail/exact_averages.hpp"

#include <algorithm>
#include <utility>

#include "engine/expression/detail/condition_bits.hpp"
#include "foundation/base/assert.hpp"

namespace spark::expression::detail {
namespace {

bool is_crossing(BitRule rule) {
    return rule == BitRule::crossover || rule == BitRule::crossunder || rule == BitRule::cross;
}

/// The same comparison with the sides changed.
BitRule mirrored(BitRule rule) {
    switch (rule) {
        case BitRule::less: return BitRule::greater;
        case BitRule::less_equal: return BitRule::greater_equal;
        case BitRule::greater: return BitRule::less;
        case BitRule::greater_equal: return BitRule::less_equal;
        case BitRule::crossover: return BitRule::crossunder;
        case BitRule::crossunder: return BitRule::crossover;
        case BitRule::none:
        case BitRule::equal:
        case BitRule::not_equal:
        case BitRule::cross:
        case BitRule::both:
        case BitRule::either:
        case BitRule::opposite:
        case BitRule::is_undefined:
        case BitRule::choice: break;
    }
    return rule;
}

/// Bars on which an average over so many bars exists.
BitColumn known(std::size_t bars, std::size_t length) {
    BitColumn before(bars);
    const std::size_t unknown = std::min(bars, length - 1);
    std::fill_n(before.words().begin(), unknown / 64, ~std::uint64_t{0});
    if (unknown % 64 != 0) before.words()[unknown / 64] = (std::uint64_t{1} << (unknown % 64)) - 1;
    return opposite(before);
}

BitColumn without(const BitColumn& a, const BitColumn& b) { return both(a, opposite(b)); }

BitColumn of_order(BitRule rule, const BitColumn& above, const BitColumn& below, const BitColumn& exists) {
    switch (rule) {
        case BitRule::less: return below;
        case BitRule::less_equal: return without(exists, above);
        case BitRule::greater: return above;
        case BitRule::greater_equal: return without(exists, below);
        case BitRule::equal: return without(exists, either(above, below));
        case BitRule::not_equal: return either(above, below);
        case BitRule::none:
        case BitRule::crossover:
        case BitRule::crossunder:
        case BitRule::cross:
        case BitRule::both:
        case BitRule::either:
        case BitRule::opposite:
        case BitRule::is_undefined:
        case BitRule::choice: break;
    }
    SPARK_ASSERT(false);
}

}  // namespace

Result<const indicators::RunningSums*> ExactAverages::sums(indicators::PriceField field, indicators::PriceBars& bars,
                                                           Memory& memory) {
    auto& sums = sums_[static_cast<std::size_t>(field)];
    if (!sums) {
        SPARK_TRY(memory.take((bars.size() + 1) * sizeof(std::uint64_t)));
        sums.emplace(bars.units(field));
    }
    return &*sums;
}

Result<BitColumn> ExactAverages::compared(BitRule rule, const AveragePair& pair, indicators::PriceBars& bars,
                                          Memory& memory) {
    const auto [fast, slow] = std::minmax(pair.left, pair.right);
    if (fast == slow) {
        if (is_crossing(rule)) return BitColumn(bars.size());
        return of_order(rule, BitColumn(bars.size()), BitColumn(bars.size()), known(bars.size(), slow));
    }
    if (pair.left > pair.right) rule = mirrored(rule);
    const PairKey key{pair.field, fast, slow};
    SPARK_TRY(const indicators::RunningSums* const running, sums(pair.field, bars, memory));
    const std::size_t bits_bytes = 2 * (bars.size() / 8 + 8);
    if (is_crossing(rule)) {
        auto found = crossings_.find(key);
        if (found == crossings_.end()) {
            SPARK_TRY(memory.take(bits_bytes));
            found = crossings_.emplace(key, indicators::average_crossings(*running, fast, slow)).first;
        }
        const indicators::Crossings& crossings = found->second;
        if (rule == BitRule::cross) return either(crossings.over, crossings.under);
        return rule == BitRule::crossover ? crossings.over : crossings.under;
    }
    auto found = orders_.find(key);
    if (found == orders_.end()) {
        SPARK_TRY(memory.take(bits_bytes));
        found = orders_.emplace(key, indicators::average_order(*running, fast, slow)).first;
    }
    return of_order(rule, found->second.above, found->second.below, known(bars.size(), slow));
}

}  // namespace spark::expression::detail
