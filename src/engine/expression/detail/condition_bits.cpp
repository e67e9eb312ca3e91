#include "engine/expression/detail/condition_bits.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "foundation/base/assert.hpp"

namespace spark::expression::detail {
namespace {

constexpr std::size_t word_bits = 64;
using Block = std::array<double, word_bits>;

/// Bit j is byte j of the flags, each 0 or 1.
std::uint64_t gathered(const std::array<std::uint8_t, word_bits>& flags) {
    std::uint64_t word = 0;
    for (std::size_t group = 0; group < word_bits / 8; ++group) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, flags.data() + 8 * group, sizeof eight);
        // Byte i (bit 8i) times bit 56 − 7i lands on bit 56 + i; no two of the products meet.
        word |= ((eight * 0x0102'0408'1020'4080ULL) >> 56U) << (8 * group);
    }
    return word;
}

/// 64 values of an operand from `bar` on: in place, or copied where the column ends or there is one number only.
class BlockReader {
  public:
    explicit BlockReader(const Operand& operand) : operand_(operand) {
        if (operand.step == 0) block_.fill(operand.data[0]);
    }
    const double* at(std::size_t bar, std::size_t count) {
        if (operand_.step == 0) return block_.data();
        if (count == word_bits) return operand_.data + bar;
        std::copy_n(operand_.data + bar, count, block_.begin());
        std::fill(block_.begin() + static_cast<std::ptrdiff_t>(count), block_.end(), 0.0);
        return block_.data();
    }

  private:
    const Operand& operand_;
    Block block_{};
};

template <class Holds>
std::uint64_t word_of(const double* a, const double* b, Holds holds) {
    std::array<std::uint8_t, word_bits> flags;
    for (std::size_t j = 0; j < word_bits; ++j) flags[j] = static_cast<std::uint8_t>(holds(a[j], b[j]));
    return gathered(flags);
}

constexpr auto less = [](double a, double b) { return a < b; };
constexpr auto less_equal = [](double a, double b) { return a <= b; };
constexpr auto greater = [](double a, double b) { return a > b; };
constexpr auto greater_equal = [](double a, double b) { return a >= b; };
constexpr auto equal = [](double a, double b) { return a == b; };
/// Not so where a side is na.
constexpr auto not_equal = [](double a, double b) { return (a < b) | (a > b); };

void clear_tail(BitColumn& bits) {
    const std::size_t used = bits.size() % word_bits;
    if (used != 0) bits.words().back() &= (std::uint64_t{1} << used) - 1;
}

/// `make(a, b)` gives the word of 64 bars.
template <class Make>
BitColumn filled(const Operand& a, const Operand& b, std::size_t bars, Make make) {
    BitColumn bits(bars);
    BlockReader left(a);
    BlockReader right(b);
    for (std::size_t bar = 0; bar < bars; bar += word_bits) {
        const std::size_t count = std::min(word_bits, bars - bar);
        bits.words()[bar / word_bits] = make(left.at(bar, count), right.at(bar, count));
    }
    clear_tail(bits);
    return bits;
}

template <class Holds>
BitColumn by_bar(const Operand& a, const Operand& b, std::size_t bars, Holds holds) {
    return filled(a, b, bars, [holds](const double* x, const double* y) { return word_of(x, y, holds); });
}

/// `now` on the bar and `before` on the one before it; the first bar has none before.
template <class Now, class Before>
BitColumn on_change(const Operand& a, const Operand& b, std::size_t bars, Now now, Before before) {
    std::uint64_t carry = 0;
    return filled(a, b, bars, [&carry, now, before](const double* x, const double* y) {
        const std::uint64_t was = word_of(x, y, before);
        const std::uint64_t word = word_of(x, y, now) & ((was << 1U) | carry);
        carry = was >> (word_bits - 1);
        return word;
    });
}

template <class Combine>
BitColumn combined(const BitColumn& a, const BitColumn& b, Combine combine) {
    SPARK_ASSERT(a.size() == b.size());
    BitColumn bits(a.size());
    for (std::size_t word = 0; word < bits.words().size(); ++word) {
        bits.words()[word] = combine(a.words()[word], b.words()[word]);
    }
    return bits;
}

BitColumn moved_later(const BitColumn& bits, std::size_t bars) {
    BitColumn moved(bits.size());
    if (bars >= bits.size()) return moved;
    const std::size_t words = bars / word_bits;
    const std::size_t rest = bars % word_bits;
    for (std::size_t word = words; word < moved.words().size(); ++word) {
        std::uint64_t value = bits.words()[word - words] << rest;
        if (rest != 0 && word > words) value |= bits.words()[word - words - 1] >> (word_bits - rest);
        moved.words()[word] = value;
    }
    clear_tail(moved);
    return moved;
}

BitColumn or_none(const BitColumn& bits, std::size_t size) { return bits.size() != 0 ? bits : BitColumn(size); }

}  // namespace

ConditionBits packed(indicators::Source numbers) {
    const Operand column{.data = numbers.data(), .size = numbers.size()};
    ConditionBits bits{by_bar(column, column, numbers.size(), [](double x, double) { return (x < 0.0) | (x > 0.0); }),
                       undefined_bars(column, numbers.size())};
    if (bits.undefined.count() == 0) bits.undefined = {};
    return bits;
}

void unpack(const ConditionBits& bits, indicators::Output out) {
    SPARK_ASSERT(bits.yes.size() == out.size());
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        out[bar] = static_cast<double>((bits.yes.words()[bar / word_bits] >> (bar % word_bits)) & 1U);
    }
    if (!bits.has_undefined()) return;
    for (std::size_t bar = bits.undefined.next_set(0); bar < out.size(); bar = bits.undefined.next_set(bar + 1)) {
        out[bar] = indicators::undefined;
    }
}

BitColumn compared(BitRule rule, const Operand& a, const Operand& b, std::size_t bars) {
    switch (rule) {
        case BitRule::less: return by_bar(a, b, bars, less);
        case BitRule::less_equal: return by_bar(a, b, bars, less_equal);
        case BitRule::greater: return by_bar(a, b, bars, greater);
        case BitRule::greater_equal: return by_bar(a, b, bars, greater_equal);
        case BitRule::equal: return by_bar(a, b, bars, equal);
        case BitRule::not_equal: return by_bar(a, b, bars, not_equal);
        case BitRule::crossover: return on_change(a, b, bars, greater, less_equal);
        case BitRule::crossunder: return on_change(a, b, bars, less, greater_equal);
        case BitRule::cross:
            return either(on_change(a, b, bars, greater, less_equal), on_change(a, b, bars, less, greater_equal));
        case BitRule::none:
        case BitRule::both:
        case BitRule::either:
        case BitRule::opposite:
        case BitRule::is_undefined:
        case BitRule::choice: break;
    }
    SPARK_ASSERT(false);
}

BitColumn undefined_bars(const Operand& x, std::size_t bars) {
    return by_bar(x, x, bars, [](double value, double) { return value != value; });
}

BitColumn both(const BitColumn& a, const BitColumn& b) {
    return combined(a, b, [](std::uint64_t x, std::uint64_t y) { return x & y; });
}

BitColumn either(const BitColumn& a, const BitColumn& b) {
    return combined(a, b, [](std::uint64_t x, std::uint64_t y) { return x | y; });
}

BitColumn opposite(const BitColumn& a) {
    BitColumn bits = combined(a, a, [](std::uint64_t x, std::uint64_t) { return ~x; });
    clear_tail(bits);
    return bits;
}

ConditionBits chosen(const BitColumn& condition, const ConditionBits& a, const ConditionBits& b) {
    const auto choose = [&condition](const BitColumn& x, const BitColumn& y) {
        return either(both(condition, x), both(opposite(condition), y));
    };
    ConditionBits bits{choose(a.yes, b.yes)};
    if (a.has_undefined() || b.has_undefined()) {
        bits.undefined = choose(or_none(a.undefined, condition.size()), or_none(b.undefined, condition.size()));
    }
    return bits;
}

ConditionBits shifted(const ConditionBits& bits, std::size_t bars) {
    const std::size_t size = bits.yes.size();
    BitColumn before(size);
    for (std::size_t bar = 0; bar < std::min(bars, size); ++bar) before.set(bar);
    if (bits.has_undefined()) before = either(before, moved_later(bits.undefined, bars));
    return {moved_later(bits.yes, bars), std::move(before)};
}

}  // namespace spark::expression::detail
