#include "engine/draft/detail/operands.hpp"

#include <algorithm>
#include <charconv>

#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

class LengthReader {
  public:
    explicit LengthReader(Items& items) : items_(items.list) {}

    std::map<std::size_t, std::vector<Amount>> read() {
        for (std::size_t at = 0; at < items_.size(); ++at) {
            const Concept what = items_[at].what;
            if (items_[at].is_used) continue;
            if (is_average(what) && what != Concept::vwap && what != Concept::golden_cross) read_average(at);
            if (is_oscillator(what) || what == Concept::adx) read_oscillator(at);
            if (takes_list(what)) read_list(at);
            if (what == Concept::highest || what == Concept::lowest || what == Concept::ago) read_window(at);
        }
        return std::move(lengths_);
    }

  private:
    static bool takes_list(Concept what) {
        return what == Concept::bollinger || what == Concept::keltner || what == Concept::donchian ||
               what == Concept::macd || what == Concept::supertrend || what == Concept::roc ||
               what == Concept::momentum || what == Concept::zscore;
    }

    bool is_length(std::size_t at) const {
        if (at >= items_.size()) return false;
        const Item& item = items_[at];
        if (item.what != Concept::number || item.is_used || item.is_alone || item.value < 0) return false;
        return item.measure == Measure::none || is_time(item.measure);
    }
    bool is(std::size_t at, Concept what) const { return at < items_.size() && items_[at].what == what; }
    bool is_mark(std::size_t at) const {
        return is(at, Concept::divide) || is(at, Concept::minus) || is(at, Concept::comma) ||
               is(at, Concept::both_and) || (is(at, Concept::cross) && items_[at].span.to - items_[at].span.from == 1);
    }

    std::size_t after(std::size_t at) const {
        for (++at; at < items_.size() && (items_[at].what == Concept::filler || is_speed(at)); ++at) {
        }
        return at;
    }
    std::size_t before(std::size_t at) const {
        while (at-- > 0) {
            if (items_[at].what != Concept::filler && !is_speed(at)) return at;
        }
        return nowhere;
    }
    bool is_speed(std::size_t at) const {
        return items_[at].what == Concept::fast || items_[at].what == Concept::slow || items_[at].what == Concept::last;
    }

    void take(std::size_t at, std::size_t number, bool to_front = false) {
        Item& item = items_[number];
        item.is_used = true;
        std::vector<Amount>& list = lengths_[at];
        Amount amount{.value = item.value, .measure = item.measure, .span = item.span};
        // `supertrend 10,3`, `ema 9,21`: a length has no decimals, so that the comma parts two.
        const bool is_two = !item.text.empty() && item.text.size() <= 4 && amount.value % units_per_one != 0;
        if (is_two) amount.value -= amount.value % units_per_one;
        const auto place = list.insert(to_front ? list.begin() : list.end(), amount);
        if (!is_two) return;
        Amount second = amount;
        std::int64_t decimals = 0;
        std::from_chars(item.text.data(), item.text.data() + item.text.size(), decimals);
        second.value = decimals * units_per_one;
        list.insert(place + 1, second);
    }

    /// `9/21 ema`, `9 ve 21'lik ema`, `50 and 200 day averages`: the numbers before it, from the last one.
    bool take_before(std::size_t at, bool takes_many) {
        std::size_t number = before(at);
        if (number == nowhere || !is_length(number) || is_timeframe(items_[number])) return false;
        take(at, number, true);
        while (takes_many && number > 0) {
            const std::size_t last = before(number);
            const std::size_t next = last != nowhere && is_mark(last) ? before(last) : last;
            if (next == nowhere || !is_length(next) || items_[next].is_level) break;
            // `1 saatlik, 20'lik ema`: a time of its own, the timeframe.
            const bool is_alike =
                items_[next].measure == Measure::none || items_[next].measure == items_[number].measure;
            if (!is_alike) break;
            // `rsi 14, 20 ema`: the 14 is the other's.
            if (next > 0 && is_operand(items_[next - 1].what)) break;
            take(at, next, true);
            number = next;
        }
        return true;
    }

    void take_parentheses(std::size_t at, std::size_t open) {
        for (std::size_t next = open + 1; next < items_.size() && !is(next, Concept::shut); ++next) {
            const bool is_factor = items_[next].what == Concept::number && !items_[next].is_used &&
                                   items_[next].measure == Measure::deviations;
            if (is_length(next) || is_factor) take(at, next);
        }
    }

    /// `ema 9 ema 21`, and nothing behind that the last number could belong to.
    bool is_chain(std::size_t at) const {
        const std::size_t other = after(after(at));
        if (other >= items_.size() || !is_average(items_[other].what)) return false;
        const std::size_t number = after(other);
        return is_length(number) && (!belongs_to_next(number) || is_chain(other));
    }

    void read_average(std::size_t at) {
        if (is(at + 1, Concept::open)) return take_parentheses(at, at + 1);
        std::size_t next = after(at);
        const bool goes_after = is_length(next) && (!belongs_to_next(next) || is_chain(at));
        const std::size_t last = before(at);
        // `1 saatlikte ema 9 ema 21`: a time before the first one is the timeframe when lengths stand behind.
        const bool is_time_before = last != nowhere && is_length(last) && seconds_of(items_[last].measure) > 0;
        if (!(goes_after && is_time_before) && take_before(at, true)) return;
        if (!goes_after) return;
        if (belongs_to_next(next)) return take(at, next);
        take(at, next);
        while (next + 1 < items_.size()) {
            const bool has_mark = is_mark(next + 1) || is(next + 1, Concept::filler);
            const std::size_t other = has_mark ? after(next + 1) : next + 1;
            if (!is_length(other) || belongs_to_next(other) || items_[other].is_level) return;
            take(at, other);
            next = other;
        }
    }

    /// `20 ema`: the number before an indicator is that one's.
    bool belongs_to_next(std::size_t number) const {
        const std::size_t next = after(number);
        return next < items_.size() && (is_average(items_[next].what) || is(next, Concept::highest) ||
                                        is(next, Concept::lowest) || is(next, Concept::ago));
    }

    void read_oscillator(std::size_t at) {
        if (is(at + 1, Concept::open)) return take_parentheses(at, at + 1);
        const std::size_t first = after(at);
        if (is_length(first) && !items_[first].is_level && is_length_here(at, first)) return take_rest(at, first);
        const std::size_t number = before(at);
        if (number == nowhere || !is_length(number) || items_[number].is_level) return;
        if (is_timeframe(items_[number])) return;
        const std::size_t other = before(number);
        const bool is_compared = other != nowhere && is_relation(items_[other].what);
        const bool is_said = items_[number].is_length || items_[number].measure != Measure::none;
        if (is_said || (!is_compared && items_[number].value <= 50 * units_per_one)) take(at, number);
    }

    /// `stokastik 14,3,3`: what follows the first length with a mark, while it is small.
    void take_rest(std::size_t at, std::size_t first) {
        take(at, first);
        if (items_[at].what != Concept::stochastic) return;
        for (std::size_t next = first; is_mark(next + 1) && is_length(next + 2); next += 2) {
            if (items_[next + 2].value > 10 * units_per_one) return;
            take(at, next + 2);
        }
    }

    /// A number behind `rsi` is its length, unless it is what the index is compared with.
    bool is_length_here(std::size_t at, std::size_t number) const {
        const Item& item = items_[number];
        if (item.is_length || item.measure != Measure::none) return true;
        const std::size_t next = after(number);
        if (items_[at].what == Concept::adx && item.value >= 18 * units_per_one) return false;
        if (next >= items_.size()) return item.value < 25 * units_per_one;
        const Item& behind = items_[next];
        if (is_mark(next) && is_length(after(next)) && items_[after(next)].value >= 50 * units_per_one)
            return item.value < 15 * units_per_one;
        if (behind.what == Concept::number) return item.value <= 50 * units_per_one;
        if (is_action(behind.what)) return false;
        if (!is_relation(behind.what)) return item.value < 25 * units_per_one;
        // `rsi 14 drops below 30` and `rsi 30 below`: English has the number behind the relation, Turkish before it.
        const std::size_t last = last_relation(next);
        const std::size_t compared = after(last);
        return compared < items_.size() && is_length(compared) &&
               (behind.language != Language::turkish || items_[compared].is_level);
    }

    std::size_t last_relation(std::size_t at) const {
        while (after(at) < items_.size() && is_relation(items_[after(at)].what)) at = after(at);
        return at;
    }

    void read_list(std::size_t at) {
        if (is(at + 1, Concept::open)) return take_parentheses(at, at + 1);
        std::size_t next = after(at);
        if (is(next, Concept::band) || is(next, Concept::open)) next = after(next);
        bool has_any = false;
        while (is_length(next) && !belongs_to_next(next) && !items_[next].is_level && fits_list(at, next)) {
            take(at, next);
            has_any = true;
            const std::size_t mark = next + 1;
            const std::size_t other = is_mark(mark) ? after(mark) : mark;
            if (!is_length(other)) break;
            next = other;
        }
        if (!has_any) take_before(at, items_[at].what == Concept::macd);
    }

    bool fits_list(std::size_t at, std::size_t number) const {
        const std::size_t count = lengths_.contains(at) ? lengths_.at(at).size() : 0;
        const bool is_single = items_[at].what == Concept::roc || items_[at].what == Concept::momentum ||
                               items_[at].what == Concept::donchian || items_[at].what == Concept::zscore;
        const bool is_level =
            is_relation(items_[std::min(after(number), items_.size() - 1)].what) && items_[at].what == Concept::zscore;
        return !is_level && count < (is_single ? 1U : 3U);
    }

    /// `20-bar high`, `the high of the last 20 bars`, `son 20 barın en yükseği`, `10 bars ago`
    void read_window(std::size_t at) {
        const std::size_t number = before(at);
        if (number != nowhere && is_length(number)) return take(at, number);
        if (items_[at].what == Concept::ago) return;
        // `the previous day's high`
        const bool is_one_day = number != nowhere && items_[number].what == Concept::days && number > 0 &&
                                items_[number - 1].what == Concept::last;
        if (is_one_day) {
            lengths_[at].push_back({units_per_one, Measure::days, items_[number].span});
            return;
        }
        std::size_t next = after(at);
        if (is(next, Concept::price) || is(next, Concept::motion)) next = after(next);
        if (is_length(next) && (is_time(items_[next].measure) || items_[next].is_length)) take(at, next);
    }

    std::vector<Item>& items_;
    std::map<std::size_t, std::vector<Amount>> lengths_;
};

}  // namespace

bool is_average(Concept what) { return what >= Concept::sma && what <= Concept::vwap; }

bool is_oscillator(Concept what) {
    return what == Concept::rsi || what == Concept::stochastic || what == Concept::cci || what == Concept::mfi ||
           what == Concept::williams;
}

bool is_relation(Concept what) { return what >= Concept::above && what <= Concept::overbought; }

bool is_action(Concept what) { return what >= Concept::buy && what <= Concept::cover; }

bool is_operand(Concept what) {
    const bool is_listed = what >= Concept::price && what <= Concept::trend && what != Concept::breakout;
    return is_listed || what == Concept::high_volume;
}

std::map<std::size_t, std::vector<Amount>> lengths_of_operands(Items& items) { return LengthReader(items).read(); }

}  // namespace spark::draft::detail
