#include "engine/draft/detail/conditions.hpp"

#include <algorithm>
#include <map>

#include "engine/draft/detail/condition_words.hpp"
#include "engine/draft/detail/late_words.hpp"
#include "engine/draft/detail/operands.hpp"
#include "engine/draft/detail/pieces.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

/// One piece read: what is in it, by kind.
struct Parts {
    std::vector<std::size_t> averages;
    std::vector<std::size_t> operands;  ///< All others.
    std::vector<std::size_t> numbers;
    std::vector<std::size_t> relations;
};

class RuleReader {
  public:
    explicit RuleReader(Items& items) : items_(items), lengths_(lengths_of_operands(items)) {}

    Rules read() {
        for (const Clause& clause : clauses_of(items_)) read_clause(clause);
        add_late_words(items_, rules_);
        return std::move(rules_);
    }

  private:
    Item& item(std::size_t at) { return items_.list[at]; }

    void read_clause(const Clause& clause) {
        std::vector<Condition>* const place = place_of(clause.action);
        place_ = place;
        bool has_any = false;
        // What a second clause says holds by itself: `sell above 70. Exit when …`.
        const bool is_other_way = clause.action != Concept::unknown && !place->empty();
        for (const Piece& piece : clause.pieces) {
            if (auto condition = read_piece(piece, clause.action, *place)) {
                if (is_other_way && !has_any) condition->is_or = true;
                place->push_back(std::move(*condition));
                has_any = true;
            } else {
                has_any = has_any || !place->empty();
            }
        }
        if (clause.action == Concept::unknown) return;
        item(clause.action_item).is_used = has_any || clause.action == Concept::buy;
        if (clause.action == Concept::go_short && !has_any) {
            rules_.short_action = item(clause.action_item).span;
            item(clause.action_item).is_used = true;
        }
    }

    std::vector<Condition>* place_of(Concept action) {
        switch (action) {
            case Concept::sell:
            case Concept::leave: return has_short_ ? &rules_.exit_short : &rules_.exit;
            case Concept::cover: return &rules_.exit_short;
            case Concept::go_short: has_short_ = true; return &rules_.enter_short;
            default: has_short_ = false; return &rules_.enter;
        }
    }

    Parts parts_of(const Piece& piece) {
        Parts parts;
        for (const std::size_t at : piece.items) {
            if (item(at).is_used) continue;
            const Concept what = item(at).what;
            if (is_average(what)) {
                parts.averages.push_back(at);
            } else if (is_relation(what) || what == Concept::breakout) {
                parts.relations.push_back(at);
            } else if (what == Concept::number) {
                parts.numbers.push_back(at);
            } else {
                parts.operands.push_back(at);
            }
        }
        return parts;
    }

    bool has(const Parts& parts, Concept what) {
        return std::ranges::any_of(parts.operands, [&](std::size_t at) { return item(at).what == what; });
    }
    bool relates(const Parts& parts, Concept what) {
        return std::ranges::any_of(parts.relations, [&](std::size_t at) { return item(at).what == what; });
    }

    void take_lengths(std::size_t at, Condition& condition) {
        if (const auto found = lengths_.find(at); found != lengths_.end())
            condition.lengths.insert(condition.lengths.end(), found->second.begin(), found->second.end());
    }

    std::optional<Amount> take_number(Parts& parts) {
        if (parts.numbers.empty()) return std::nullopt;
        Item& number = item(parts.numbers.front());
        parts.numbers.erase(parts.numbers.begin());
        number.is_used = true;
        return Amount{.value = number.value, .measure = number.measure, .span = number.span};
    }
    std::optional<Amount> take_number(Parts& parts, Measure measure) {
        const auto found = std::ranges::find_if(
            parts.numbers, [&](std::size_t at) { return item(at).measure == measure && !item(at).is_alone; });
        if (found == parts.numbers.end()) return std::nullopt;
        Item& number = item(*found);
        parts.numbers.erase(found);
        number.is_used = true;
        return Amount{.value = number.value, .measure = number.measure, .span = number.span};
    }

    std::optional<Condition> read_piece(const Piece& piece, Concept action, std::vector<Condition>& before) {
        Parts parts = parts_of(piece);
        Condition condition{.is_or = piece.is_or};
        read_direction(items_, parts.relations, condition);
        const bool is_shaped = shape(parts, condition, action);
        if (!is_shaped) {
            take_zero(parts);
            const bool is_bare = parts.operands.empty() && parts.numbers.empty() && !parts.relations.empty();
            if (is_bare && before.empty()) return inherited(condition, parts);
            if (is_bare && condition.is_event) return_to(before.back(), condition, parts);
            return std::nullopt;
        }
        mark(parts, condition);
        if (condition.span.to == 0) condition.span = item(piece.items.front()).span;
        if (is_oscillator(condition.type) || condition.type == Concept::zscore) last_oscillator_ = condition.type;
        if (condition.kind == ConditionKind::band) last_band_ = condition.type;
        return condition;
    }

    /// `MACD above zero buy, below zero sell`
    void take_zero(Parts& parts) {
        const bool is_line = !rules_.enter.empty() && rules_.enter.front().kind == ConditionKind::macd;
        const bool is_zero = parts.numbers.size() == 1 && item(parts.numbers.front()).value == 0;
        if (is_line && is_zero) take_number(parts);
    }

    /// `… and sells when it crosses down`: what the entry looks at, seen the way this says.
    std::optional<Condition> inherited(const Condition& condition, const Parts& parts) {
        if (&rules_.enter == place_ || rules_.enter.empty() || condition.direction == 0) return std::nullopt;
        Condition made = rules_.enter.front();
        const bool has_level = made.level || made.kind == ConditionKind::zscore;
        if (has_level) return std::nullopt;
        made.direction = condition.direction;
        made.is_event = condition.is_event;
        made.is_or = condition.is_or;
        mark(parts, made);
        return made;
    }

    /// `… and comes back above it`: the condition before, the other way round.
    void return_to(Condition& last, const Condition& condition, const Parts& parts) {
        if (condition.direction == 0 && !condition.is_back) return;
        last.direction = condition.is_back && condition.direction == 0 ? -last.direction : condition.direction;
        last.is_event = true;
        last.is_back = true;
        for (const std::size_t at : parts.relations) item(at).is_used = true;
    }

    void mark(const Parts& parts, Condition& condition) {
        PromptSpan span{static_cast<std::size_t>(-1), 0};
        const auto add = [&](const PromptSpan& other) {
            span.from = std::min(span.from, other.from);
            span.to = std::max(span.to, other.to);
        };
        const auto use = [&](std::size_t at) {
            item(at).is_used = true;
            add(item(at).span);
        };
        for (const std::size_t at : parts.relations) use(at);
        const bool uses_averages = condition.kind == ConditionKind::average_pair ||
                                   condition.kind == ConditionKind::price_average ||
                                   condition.kind == ConditionKind::volume;
        for (const std::size_t at : parts.averages) {
            if (uses_averages) use(at);
        }
        for (const std::size_t at : parts.operands) {
            if (belongs(item(at).what, condition)) use(at);
        }
        for (const Amount& amount : condition.lengths) add(amount.span);
        for (const auto& amount : {condition.level, condition.level_high, condition.width}) {
            if (amount) add(amount->span);
        }
        if (span.from > span.to) span = {};
        condition.span = span;
    }

    bool shape(Parts& parts, Condition& condition, Concept action) {
        return shape_market(parts, condition) || shape_indicator(parts, condition) || shape_average(parts, condition) ||
               shape_rest(parts, condition, action);
    }

    std::optional<std::size_t> first_of(const Parts& parts, bool (*fits)(Concept)) {
        for (const std::size_t at : parts.operands) {
            if (fits(item(at).what)) return at;
        }
        return std::nullopt;
    }

    /// Bands, extremes, ranges.
    bool shape_market(Parts& parts, Condition& condition) {
        const auto band = first_of(parts, [](Concept what) {
            return what == Concept::bollinger || what == Concept::keltner || what == Concept::donchian;
        });
        const auto line = first_of(parts, [](Concept what) {
            return what == Concept::upper_band || what == Concept::lower_band || what == Concept::middle_band;
        });
        if (const auto score = first_of(parts, [](Concept what) { return what == Concept::zscore; })) {
            condition.kind = ConditionKind::zscore;
            condition.type = Concept::zscore;
            take_lengths(*score, condition);
            condition.level = take_number(parts);
            return true;
        }
        if (!band && shape_deviation(parts, condition)) return true;
        if (band || line || has(parts, Concept::band)) {
            condition.kind = ConditionKind::band;
            condition.type = band ? item(*band).what : last_band_;
            if (band) take_lengths(*band, condition);
            split_width(condition);
            if (line) condition.line = item(*line).what;
            if (!condition.width) condition.width = take_number(parts, Measure::deviations);
            if (!condition.width) condition.width = take_number(parts, Measure::atr);
            if (condition.type == Concept::donchian && (!line || is_break(condition))) {
                condition.kind = ConditionKind::extreme;
                condition.type = condition.direction < 0 || condition.line == Concept::lower_band ? Concept::lowest
                                                                                                  : Concept::highest;
                for (const std::size_t at : parts.operands) item(at).is_used = true;
            }
            return true;
        }
        if (has(parts, Concept::opening_range)) {
            condition.kind = ConditionKind::opening_range;
            condition.type = Concept::opening_range;
            for (const Measure measure : {Measure::minutes, Measure::hours, Measure::bars}) {
                if (auto length = take_number(parts, measure)) condition.lengths.push_back(*length);
            }
            return true;
        }
        const auto multiple = take_number(parts, Measure::atr);
        if (multiple || has(parts, Concept::volatility)) {
            condition.kind = ConditionKind::volatility;
            condition.type = Concept::volatility;
            condition.width = multiple;
            return true;
        }
        return shape_extreme(parts, condition);
    }

    /// `2 standard deviations below the mean`: a score.
    bool shape_deviation(Parts& parts, Condition& condition) {
        const bool has_mean = !parts.averages.empty() || has(parts, Concept::middle_band);
        if (!has_mean || condition.direction == 0) return false;
        auto level = take_number(parts, Measure::deviations);
        if (!level) return false;
        level->value *= condition.direction;
        condition.kind = ConditionKind::zscore;
        condition.type = Concept::zscore;
        condition.level = level;
        for (const std::size_t at : parts.averages) {
            take_lengths(at, condition);
            item(at).is_used = true;
        }
        for (const std::size_t at : parts.operands) item(at).is_used = true;
        return true;
    }

    bool shape_extreme(Parts& parts, Condition& condition) {
        const auto extreme =
            first_of(parts, [](Concept what) { return what == Concept::highest || what == Concept::lowest; });
        const bool has_indicator = first_of(parts, [](Concept what) {
                                       return is_oscillator(what) || what == Concept::macd || what == Concept::adx ||
                                              what == Concept::supertrend || what == Concept::volume;
                                   }).has_value();
        if (!extreme || has_indicator || !parts.averages.empty()) return false;
        condition.kind = ConditionKind::extreme;
        condition.type = item(*extreme).what;
        take_lengths(*extreme, condition);
        for (const Measure measure : {Measure::bars, Measure::hours, Measure::days, Measure::weeks, Measure::none}) {
            if (!condition.lengths.empty()) break;
            if (auto length = take_number(parts, measure)) condition.lengths.push_back(*length);
        }
        return true;
    }

    bool shape_indicator(Parts& parts, Condition& condition) {
        const auto indicator = first_of(parts, [](Concept what) {
            return is_oscillator(what) || what == Concept::macd || what == Concept::supertrend ||
                   what == Concept::adx || what == Concept::volume || what == Concept::high_volume ||
                   what == Concept::roc || what == Concept::momentum || what == Concept::ago;
        });
        if (!indicator) return false;
        const Concept what = item(*indicator).what;
        condition.type = what;
        take_lengths(*indicator, condition);
        if (is_oscillator(what)) {
            condition.kind = ConditionKind::oscillator;
            read_levels(parts, condition);
        } else if (what == Concept::macd) {
            condition.kind = ConditionKind::macd;
            condition.line = macd_line(parts);
        } else if (what == Concept::supertrend) {
            condition.kind = ConditionKind::supertrend;
        } else if (what == Concept::adx) {
            condition.kind = ConditionKind::adx;
            condition.level = take_number(parts);
        } else if (what == Concept::ago) {
            condition.kind = ConditionKind::past_price;
        } else if (what == Concept::roc || what == Concept::momentum) {
            condition.kind = ConditionKind::roc;
            condition.level = take_number(parts, Measure::percent);
            if (!condition.level) condition.level = take_number(parts, Measure::none);
            if (condition.lengths.empty()) take_time(parts, condition);
            read_sign(parts, condition);
        } else {
            condition.kind = ConditionKind::volume;
            condition.width = take_number(parts, Measure::times);
            if (!condition.width) condition.width = take_number(parts, Measure::percent);
            for (const std::size_t at : parts.averages) take_lengths(at, condition);
        }
        return true;
    }

    /// `momentum is positive`: above zero.
    void read_sign(const Parts& parts, Condition& condition) {
        for (const std::size_t at : parts.relations) {
            const bool is_sign = item(at).what == Concept::positive || item(at).what == Concept::negative;
            if (is_sign && !condition.level) condition.level = Amount{.value = 0, .span = item(at).span};
        }
    }

    void take_time(Parts& parts, Condition& condition) {
        for (const Measure measure : {Measure::bars, Measure::minutes, Measure::hours, Measure::days, Measure::weeks}) {
            if (!condition.lengths.empty()) return;
            if (auto length = take_number(parts, measure)) condition.lengths.push_back(*length);
        }
    }

    void read_levels(Parts& parts, Condition& condition) {
        condition.level = take_number(parts, Measure::none);
        if (!condition.level) condition.level = take_number(parts, Measure::percent);
        if (condition.level) condition.level_high = take_number(parts, Measure::none);
    }

    Concept macd_line(Parts& parts) {
        if (has(parts, Concept::histogram)) return Concept::histogram;
        const bool has_zero = !parts.numbers.empty() && item(parts.numbers.front()).value == 0;
        if (has_zero) {
            take_number(parts);
            return Concept::number;
        }
        if (relates(parts, Concept::positive) || relates(parts, Concept::negative)) return Concept::number;
        return Concept::signal_line;
    }

    bool shape_average(Parts& parts, Condition& condition) {
        const bool is_golden = has(parts, Concept::golden_cross);
        if (is_golden || has(parts, Concept::death_cross)) {
            condition.kind = ConditionKind::average_pair;
            condition.type = is_golden ? Concept::golden_cross : Concept::death_cross;
            condition.direction = is_golden ? 1 : -1;
            condition.is_event = true;
            for (const std::size_t at : parts.averages) take_lengths(at, condition);
            return true;
        }
        if (parts.averages.empty()) return shape_lengths(parts, condition);
        for (const std::size_t at : parts.averages) {
            const Concept what = item(at).what;
            if (condition.type == Concept::unknown || condition.type == Concept::average) {
                condition.type = what;
            } else if (what != condition.type && what != Concept::average) {
                condition.other_type = what;
            }
            take_lengths(at, condition);
        }
        while (condition.type != Concept::vwap && condition.lengths.size() < 2 &&
               (parts.averages.size() > 1 || relates(parts, Concept::cross) || !condition.lengths.empty() ||
                condition.is_event)) {
            const auto length = take_window(parts, condition.lengths);
            if (!length) break;
            condition.lengths.push_back(*length);
        }
        std::ranges::sort(condition.lengths, {}, [](const Amount& length) { return length.span.from; });
        const bool has_price = has(parts, Concept::price);
        const bool is_pair = condition.lengths.size() > 1 ||
                             (parts.averages.size() > 1 && condition.lengths.size() != 1) ||
                             (has(parts, Concept::fast) && has(parts, Concept::slow)) ||
                             (condition.lengths.empty() && relates(parts, Concept::cross) && !has_price &&
                              condition.type != Concept::vwap);
        condition.kind = is_pair ? ConditionKind::average_pair : ConditionKind::price_average;
        if (!is_pair && condition.direction != 0) condition.level = take_number(parts, Measure::percent);
        return true;
    }

    std::optional<Amount> take_window(Parts& parts, const std::vector<Amount>& others) {
        for (const std::size_t at : parts.numbers) {
            const Item& number = item(at);
            const bool is_alike =
                others.empty() || number.measure == Measure::none || number.measure == others.front().measure;
            const bool fits = (number.measure == Measure::none || is_time(number.measure)) && !number.is_alone &&
                              !is_timeframe(number) && number.value >= units_per_one && is_alike;
            if (!fits) continue;
            const Amount amount{.value = number.value, .measure = number.measure, .span = number.span};
            item(at).is_used = true;
            std::erase(parts.numbers, at);
            return amount;
        }
        return std::nullopt;
    }

    /// `the 50-day crosses over the 200-day`: averages without the word.
    bool shape_lengths(Parts& parts, Condition& condition) {
        const auto windows = std::ranges::count_if(parts.numbers, [&](std::size_t at) {
            const Item& number = item(at);
            return number.value >= units_per_one && (number.is_length || number.measure == Measure::none) &&
                   (number.measure == Measure::none || is_time(number.measure));
        });
        if (windows < 2 || !relates(parts, Concept::cross)) {
            const bool crosses = relates(parts, Concept::rise) || relates(parts, Concept::fall);
            if (windows < 2 || !crosses || !parts.operands.empty()) return false;
        }
        condition.kind = ConditionKind::average_pair;
        condition.type = Concept::average;
        for (int count = 0; count < 2; ++count) {
            if (auto length = take_window(parts, condition.lengths)) condition.lengths.push_back(*length);
        }
        return true;
    }

    /// Conditions whose indicator was said before, or not at all.
    bool shape_rest(Parts& parts, Condition& condition, Concept action) {
        const bool is_extreme_said = relates(parts, Concept::oversold) || relates(parts, Concept::overbought);
        const bool has_level = !parts.numbers.empty() && item(parts.numbers.front()).measure == Measure::none;
        if (is_extreme_said || (has_level && last_oscillator_ != Concept::unknown)) {
            condition.type = last_oscillator_ == Concept::unknown ? Concept::rsi : last_oscillator_;
            const bool is_score = condition.type == Concept::zscore;
            condition.kind = is_score ? ConditionKind::zscore : ConditionKind::oscillator;
            read_levels(parts, condition);
            return true;
        }
        const bool moves = relates(parts, Concept::rise) || relates(parts, Concept::fall);
        const bool has_percent =
            std::ranges::any_of(parts.numbers, [&](std::size_t at) { return item(at).measure == Measure::percent; });
        if (moves && has_percent && action != Concept::sell && action != Concept::leave) {
            condition.kind = ConditionKind::roc;
            condition.type = Concept::roc;
            condition.level = take_number(parts, Measure::percent);
            take_time(parts, condition);
            return true;
        }
        if (has(parts, Concept::trend_up) || has(parts, Concept::trend_down)) {
            condition.kind = ConditionKind::trend;
            condition.type = Concept::trend;
            condition.direction = has(parts, Concept::trend_up) ? 1 : -1;
            return true;
        }
        if (has(parts, Concept::day_end)) {
            condition.kind = ConditionKind::day_end;
            condition.type = Concept::day_end;
            return true;
        }
        if (!relates(parts, Concept::breakout) || !parts.operands.empty()) return false;
        condition.kind = ConditionKind::extreme;
        condition.type = condition.direction < 0 ? Concept::lowest : Concept::highest;
        take_time(parts, condition);
        return true;
    }

    Items& items_;
    std::map<std::size_t, std::vector<Amount>> lengths_;
    Rules rules_;
    Concept last_oscillator_ = Concept::unknown;
    Concept last_band_ = Concept::bollinger;
    bool has_short_ = false;
    const std::vector<Condition>* place_ = nullptr;
};

}  // namespace

Rules read_rules(Items& items) { return RuleReader(items).read(); }

}  // namespace spark::draft::detail
