#include "engine/draft/detail/orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

#include "engine/draft/detail/operands.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::draft::detail {
namespace {

/// A word that wants a number beside it.
struct Anchor {
    Concept word;
    std::optional<Amount> OrderWishes::* wish;
    bool takes_percent = false;
    bool takes_atr = false;
    bool takes_time = false;
    bool takes_money = false;
    bool takes_times = false;
    bool takes_bare = false;
};
constexpr std::array anchors{
    Anchor{.word = Concept::trailing,
           .wish = &OrderWishes::trailing,
           .takes_percent = true,
           .takes_atr = true,
           .takes_bare = true},
    Anchor{.word = Concept::stop_loss,
           .wish = &OrderWishes::stop_loss,
           .takes_percent = true,
           .takes_atr = true,
           .takes_money = true,
           .takes_bare = true},
    Anchor{.word = Concept::loss, .wish = &OrderWishes::stop_loss, .takes_percent = true, .takes_atr = true},
    Anchor{.word = Concept::take_profit,
           .wish = &OrderWishes::take_profit,
           .takes_percent = true,
           .takes_atr = true,
           .takes_money = true,
           .takes_bare = true},
    Anchor{.word = Concept::profit, .wish = &OrderWishes::take_profit, .takes_percent = true, .takes_atr = true},
    Anchor{.word = Concept::hold, .wish = &OrderWishes::hold, .takes_time = true},
    Anchor{.word = Concept::cooldown, .wish = &OrderWishes::cooldown, .takes_time = true},
    Anchor{.word = Concept::entries, .wish = &OrderWishes::entries, .takes_bare = true},
    Anchor{.word = Concept::drawdown, .wish = &OrderWishes::drawdown_pct, .takes_percent = true},
    Anchor{.word = Concept::daily_loss, .wish = &OrderWishes::daily_loss_pct, .takes_percent = true},
    Anchor{.word = Concept::risk_share, .wish = &OrderWishes::risk_pct, .takes_percent = true},
    Anchor{.word = Concept::equity, .wish = &OrderWishes::equity_pct, .takes_percent = true},
    Anchor{.word = Concept::size, .wish = &OrderWishes::equity_pct, .takes_percent = true},
    Anchor{.word = Concept::leverage, .wish = &OrderWishes::leverage, .takes_times = true, .takes_bare = true},
    Anchor{.word = Concept::discount, .wish = &OrderWishes::discount_pct, .takes_percent = true},
    Anchor{.word = Concept::limit_entry, .wish = &OrderWishes::discount_pct, .takes_percent = true},
};

const Anchor* anchor_of(Concept word) {
    const auto found = std::ranges::find(anchors, word, &Anchor::word);
    return found == anchors.end() ? nullptr : &*found;
}

bool is_money(Measure measure) { return measure == Measure::usd || measure == Measure::lira; }

bool takes(const Anchor& anchor, const Item& number, int cost) {
    if (number.is_alone) return false;
    switch (number.measure) {
        case Measure::percent: return anchor.takes_percent;
        case Measure::atr: return anchor.takes_atr;
        case Measure::usd:
        case Measure::lira: return anchor.takes_money && cost <= 2;
        case Measure::times: return anchor.takes_times;
        case Measure::none: return anchor.takes_bare && !number.is_level && !number.is_length && cost <= 2;
        case Measure::units:
        case Measure::deviations: return false;
        default: return anchor.takes_time;
    }
}

/// How much stands between a word and a number; large: they have nothing to do with each other.
int cost_of(const Item& between) {
    switch (between.what) {
        case Concept::filler:
        case Concept::when: return between.is_used ? 0 : 1;
        case Concept::above:
        case Concept::below:
        case Concept::last: return 2;
        case Concept::both_and:
        case Concept::either_or: return 4;
        case Concept::comma: return 5;
        case Concept::full_stop: return 100;
        case Concept::unknown: return 3;
        case Concept::equity:
        case Concept::size:
        case Concept::units:
        case Concept::price:
        case Concept::levels:
        case Concept::motion:
        case Concept::symbol: return 3;
        case Concept::buy:
        case Concept::sell:
        case Concept::leave: return 4;
        default: return 7;
    }
}

constexpr int cost_most = 9;

struct Pair {
    int cost;
    std::size_t anchor;
    std::size_t number;
};

class OrderReader {
  public:
    explicit OrderReader(Items& items) : items_(items.list) {}

    Result<OrderWishes> read() {
        read_symbols();
        read_flags();
        read_charts();
        SPARK_TRY(read_whole_shares());
        SPARK_TRY(pair_up());
        SPARK_TRY(read_after());
        note_sizeless();
        return std::move(wishes_);
    }

    Result<void> left_over(OrderWishes& wishes) {
        wishes_ = std::move(wishes);
        for (Item& item : items_) {
            if (item.is_used || item.what != Concept::number) continue;
            if (is_money(item.measure)) SPARK_TRY(set(&OrderWishes::notional, item));
            if (item.measure == Measure::units) SPARK_TRY(set(&OrderWishes::units, item));
            if (item.measure == Measure::times) SPARK_TRY(set(&OrderWishes::leverage, item));
            if (seconds_of(item.measure) > 0) SPARK_TRY(set_timeframe(item));
        }
        wishes = std::move(wishes_);
        return {};
    }

  private:
    void use(Item& item) { item.is_used = true; }

    Result<void> set(std::optional<Amount> OrderWishes::* wish, Item& number) {
        const Amount amount{.value = number.value, .measure = number.measure, .span = number.span};
        std::optional<Amount>& place = wishes_.*wish;
        if (place && (place->value != amount.value || place->measure != amount.measure)) {
            return refuse_at(amount.span,
                             fmt::format("found {} after {} for the same thing, allowed one value",
                                         format_units(amount.value), format_units(place->value)),
                             "leave one of the two out");
        }
        if (!place) place = amount;
        use(number);
        return {};
    }

    void read_symbols() {
        for (Item& item : items_) {
            if (item.what != Concept::symbol) continue;
            const bool is_known = std::ranges::any_of(
                wishes_.symbols, [&](const WishedSymbol& symbol) { return symbol.name == item.text; });
            if (!is_known && wishes_.symbols.size() < 16) {
                wishes_.symbols.push_back({.name = item.text, .is_quote_assumed = item.is_assumed, .span = item.span});
            }
            use(item);
        }
    }

    void read_flags() {
        const auto take = [&](Concept word, std::optional<PromptSpan> OrderWishes::* flag) {
            for (Item& item : items_) {
                if (item.what != word) continue;
                if (!(wishes_.*flag)) wishes_.*flag = item.span;
                use(item);
            }
        };
        take(Concept::no_stop, &OrderWishes::no_stop);
        take(Concept::long_only, &OrderWishes::long_only);
        take(Concept::no_short, &OrderWishes::long_only);
        take(Concept::short_only, &OrderWishes::short_only);
        take(Concept::both_sides, &OrderWishes::both_sides);
        take(Concept::limit_entry, &OrderWishes::limit_entry);
        for (Item& item : items_) {
            if (item.what != Concept::no_leverage || wishes_.leverage) continue;
            wishes_.leverage = Amount{.value = units_per_one, .measure = Measure::times, .span = item.span};
            use(item);
        }
    }

    /// Times with a word for bars behind them: `4h candles`, `15 dakikalık mumlarda`, `hourly chart`.
    void read_charts() {
        for (std::size_t at = 0; at + 1 < items_.size(); ++at) {
            Item& item = items_[at];
            if (item.what != Concept::number || seconds_of(item.measure) == 0) continue;
            Item& behind = items_[at + 1];
            if (behind.what != Concept::chart && behind.what != Concept::bars) continue;
            if (wishes_.timeframe || !put_timeframe(item)) continue;
            use(behind);
        }
    }

    bool put_timeframe(Item& item) {
        if (item.value <= 0 || item.value % units_per_one != 0 || item.value > 1'000 * units_per_one) return false;
        const std::int64_t seconds = item.value / units_per_one * seconds_of(item.measure);
        wishes_.timeframe = Timeframe::of(std::chrono::seconds(seconds)).text();
        wishes_.timeframe_span = item.span;
        use(item);
        return true;
    }

    Result<void> set_timeframe(Item& item) {
        const std::optional<std::string> before = wishes_.timeframe;
        const PromptSpan span = wishes_.timeframe_span;
        if (!put_timeframe(item) || !before) return {};
        if (*before == *wishes_.timeframe) {
            wishes_.timeframe_span = span;
            return {};
        }
        return refuse_at(item.span,
                         fmt::format("found the timeframe {} after {}, allowed one", *wishes_.timeframe, *before),
                         "leave one of the two out");
    }

    /// `all of my capital`, `kasanın yarısı`
    Result<void> read_whole_shares() {
        for (std::size_t at = 0; at < items_.size(); ++at) {
            Item& item = items_[at];
            if (item.what != Concept::all_of && item.what != Concept::half) continue;
            const std::size_t from = at < 2 ? 0 : at - 2;
            const std::size_t to = std::min(items_.size(), at + 4);
            for (std::size_t other = from; other < to; ++other) {
                if (items_[other].what != Concept::equity) continue;
                item.value = (item.what == Concept::half ? 50 : 100) * units_per_one;
                item.measure = Measure::percent;
                item.span = {std::min(item.span.from, items_[other].span.from),
                             std::max(item.span.to, items_[other].span.to)};
                use(items_[other]);
                SPARK_TRY(set(&OrderWishes::equity_pct, item));
                break;
            }
        }
        return {};
    }

    std::vector<Pair> pairs() const {
        std::vector<Pair> found;
        for (std::size_t at = 0; at < items_.size(); ++at) {
            const Anchor* const anchor = anchor_of(items_[at].what);
            if (anchor == nullptr) continue;
            for (const int step : {1, -1}) {
                // `%1 risk per trade`: words for any size yield to those for one.
                const bool is_vague = anchor->word == Concept::size || anchor->word == Concept::equity;
                int cost = is_vague ? 2 : 0;
                for (std::ptrdiff_t other = static_cast<std::ptrdiff_t>(at) + step;
                     other >= 0 && other < std::ssize(items_) && cost <= cost_most; other += step) {
                    const Item& item = items_[static_cast<std::size_t>(other)];
                    const bool is_free = item.what == Concept::number && !item.is_used;
                    // A number with its unit goes before a bare one.
                    const int bare = item.measure == Measure::none && anchor->takes_percent ? 3 : 0;
                    if (is_free && takes(*anchor, item, cost))
                        found.push_back({cost + bare, at, static_cast<std::size_t>(other)});
                    cost += cost_of(item);
                }
            }
        }
        std::ranges::sort(found, {}, [](const Pair& pair) {
            return std::tuple(pair.cost, std::min(pair.anchor, pair.number), std::max(pair.anchor, pair.number));
        });
        return found;
    }

    /// The nearest number goes to a word first; of equal ones the one further left.
    Result<void> pair_up() {
        const std::vector<Pair> found = pairs();
        for (const Pair& pair : found) {
            Item& word = items_[pair.anchor];
            Item& number = items_[pair.number];
            const bool is_flag = word.what == Concept::limit_entry;
            if (number.is_used || (word.is_used && !is_flag)) continue;
            if (is_flag && wishes_.discount_pct) continue;
            const bool has_no_unit = number.measure == Measure::none;
            if (is_bare_level(pair) || is_length_of_next(pair)) continue;
            SPARK_TRY(set(anchor_of(word.what)->wish, number));
            if (has_no_unit && word.what != Concept::entries && word.what != Concept::leverage)
                wishes_.has_bare_percent = true;
            use(word);
            use_between(pair);
        }
        return {};
    }

    /// `the 30 day SMA hold …`: a time before an indicator is its length.
    bool is_length_of_next(const Pair& pair) const {
        const std::size_t next = pair.number + 1;
        if (!is_time(items_[pair.number].measure) || next >= items_.size()) return false;
        return is_operand(items_[next].what) && items_[next].what != Concept::price;
    }

    /// `RSI 30 stop`: a number without a unit beside an indicator belongs to that.
    bool is_bare_level(const Pair& pair) const {
        const Item& number = items_[pair.number];
        if (number.measure != Measure::none) return false;
        const bool is_before = pair.number < pair.anchor;
        const std::size_t other = is_before ? pair.number - 1 : pair.number + 1;
        if (other >= items_.size()) return false;
        const Item& item = items_[other];
        if (item.what == Concept::divide || item.what == Concept::minus) return true;
        return item.what >= Concept::sma && item.what <= Concept::atr;
    }

    /// `0.5% below the close`: the relation says where the order lies, nothing of the market.
    void use_between(const Pair& pair) {
        const std::size_t from = std::min(pair.anchor, pair.number);
        const std::size_t to = std::max(pair.anchor, pair.number);
        for (std::size_t at = from + 1; at < to; ++at) {
            const Concept what = items_[at].what;
            if (what == Concept::above || what == Concept::below || what == Concept::motion || what == Concept::price ||
                what == Concept::when || what == Concept::last)
                use(items_[at]);
        }
        const Concept word = items_[pair.anchor].what;
        const bool is_limit = word == Concept::limit_entry || word == Concept::discount;
        if (!is_limit) {
            if (to + 1 < items_.size() && items_[to + 1].what == Concept::motion) use(items_[to + 1]);
            return;
        }
        for (std::size_t at = to + 1; at < std::min(to + 4, items_.size()); ++at) {
            const Concept what = items_[at].what;
            if (what == Concept::below || what == Concept::above || what == Concept::price || what == Concept::motion)
                use(items_[at]);
            if (what == Concept::comma || what == Concept::full_stop) break;
        }
    }

    /// `or after 48 bars`
    Result<void> read_after() {
        for (std::size_t at = 1; at < items_.size(); ++at) {
            Item& number = items_[at];
            const bool is_time_here = number.what == Concept::number && !number.is_used && is_time(number.measure);
            if (!is_time_here || number.is_alone || number.is_length || items_[at - 1].what != Concept::when) continue;
            const bool is_alone = at + 1 == items_.size() || items_[at + 1].what == Concept::comma ||
                                  items_[at + 1].what == Concept::full_stop || items_[at + 1].what == Concept::leave ||
                                  items_[at + 1].what == Concept::sell || items_[at + 1].what == Concept::both_and;
            if (is_alone && number.measure == Measure::bars) SPARK_TRY(set(&OrderWishes::hold, number));
        }
        return {};
    }

    void note_sizeless() {
        const auto note = [&](Concept word, const std::optional<Amount>& amount, std::optional<PromptSpan>& place) {
            for (Item& item : items_) {
                if (item.what != word || item.is_used) continue;
                if (!amount && !place) place = item.span;
                use(item);
            }
        };
        note(Concept::trailing, wishes_.trailing, wishes_.trailing_without_size);
        note(Concept::stop_loss, wishes_.stop_loss, wishes_.stop_without_size);
        note(Concept::take_profit, wishes_.take_profit, wishes_.profit_without_size);
    }

    std::vector<Item>& items_;
    OrderWishes wishes_;
};

}  // namespace

std::unexpected<Error> refuse_at(PromptSpan span, std::string message, std::string remedy) {
    return fail(Fault::invalid_input, std::move(message), fmt::format("prompt:{}-{}", span.from, span.to),
                std::move(remedy));
}

Result<OrderWishes> read_orders(Items& items) { return OrderReader(items).read(); }

Result<void> read_left_over(Items& items, OrderWishes& wishes) { return OrderReader(items).left_over(wishes); }

}  // namespace spark::draft::detail
