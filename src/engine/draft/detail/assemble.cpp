#include "engine/draft/detail/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/draft/detail/orders.hpp"
#include "engine/strategy/document.hpp"

namespace spark::draft::detail {
namespace {

/// Conditions that only bound when something else may act.
bool is_filter_kind(const Condition& condition) {
    return condition.kind == ConditionKind::adx || condition.kind == ConditionKind::volume ||
           condition.kind == ConditionKind::trend ||
           (condition.kind == ConditionKind::price_average && !condition.is_event && condition.direction != 0 &&
            !condition.level);
}

/// Where the trigger stands: something that happens before something that is, whatever filters there are.
std::size_t trigger_of(const std::vector<Condition>& conditions) {
    const auto find = [&](auto fits) {
        return static_cast<std::size_t>(std::ranges::find_if(conditions, fits) - conditions.begin());
    };
    const std::size_t event =
        find([](const Condition& one) { return (one.is_event || one.direction == 0) && !is_filter_kind(one); });
    if (event < conditions.size()) return event;
    const std::size_t state = find([](const Condition& one) { return !is_filter_kind(one); });
    return state < conditions.size() ? state : 0;
}

/// The exit is the trigger's own turned round: nothing new has to be written for it.
bool is_own_exit(const Condition& trigger, const Condition& exit) {
    if (trigger.kind == ConditionKind::average_pair && exit.kind == ConditionKind::average_pair)
        return exit.lengths.empty() || exit.lengths.size() == trigger.lengths.size();
    // `… below the average, sells back at it`
    const bool is_mean = trigger.kind == ConditionKind::zscore && exit.kind == ConditionKind::price_average;
    if (is_mean && exit.lengths.empty()) return true;
    if (exit.kind != trigger.kind) return false;
    switch (trigger.kind) {
        case ConditionKind::oscillator:
        case ConditionKind::band: return exit.type == trigger.type;
        case ConditionKind::extreme:
        case ConditionKind::zscore:
        case ConditionKind::opening_range: return true;
        case ConditionKind::volume:
        case ConditionKind::adx:
        case ConditionKind::day_end: return false;
        case ConditionKind::roc: return (!exit.level || exit.level->value == 0) && exit.lengths.empty();
        default:
            return exit.lengths.empty() ||
                   (exit.lengths.size() == trigger.lengths.size() && exit.lengths[0].value == trigger.lengths[0].value);
    }
}

std::string joined(const std::string& before, const std::string& next, bool is_or) {
    if (before.empty()) return next;
    return is_or ? fmt::format("({} or {})", before, next) : fmt::format("{} and {}", before, next);
}

PromptSpan widest(const PromptSpan& a, const PromptSpan& b) { return {std::min(a.from, b.from), std::max(a.to, b.to)}; }

class Assembler {
  public:
    Assembler(const DraftOrder& order, const OrderWishes& wishes, const Rules& rules, strategy::Tongue tongue)
        : rules_(rules), made_{.order = order, .wishes = wishes, .tongue = tongue} {}

    Result<Assembled> run() {
        SPARK_TRY(check_count());
        SPARK_TRY(choose_sides());
        turn_exits_round();
        SPARK_TRY(choose_timeframe());
        put_head();
        SPARK_TRY(write_trigger());
        SPARK_TRY(write_filters());
        SPARK_TRY(write_exits());
        put_sides();
        SPARK_TRY(compose_orders(made_, trigger_.family, has_long_, has_short_));
        put_words();
        return Assembled{
            .family = trigger_.family, .sheet = std::move(made_.sheet), .notices = std::move(made_.notices)};
    }

  private:
    Result<void> check_count() const {
        const std::size_t count =
            rules_.enter.size() + rules_.exit.size() + rules_.enter_short.size() + rules_.exit_short.size();
        if (count <= conditions_max) return {};
        return refuse_at({0, made_.order.prompt.size()},
                         fmt::format("found {} conditions, allowed at most {}", count, conditions_max), "say fewer");
    }

    Result<void> choose_sides() {
        const OrderWishes& wishes = made_.wishes;
        const bool shorts =
            !rules_.enter_short.empty() || rules_.short_action || wishes.both_sides || wishes.short_only;
        if (wishes.long_only && shorts) {
            const PromptSpan span = wishes.short_only ? *wishes.short_only : *wishes.long_only;
            return refuse_at(span, "found long only and a short side, allowed one of the two",
                             "leave one of the two out");
        }
        const bool is_short_alone = rules_.enter.empty() && !rules_.enter_short.empty();
        has_short_ = shorts;
        has_long_ = !wishes.short_only && (!is_short_alone || wishes.both_sides);
        if (wishes.both_sides) side_span_ = wishes.both_sides;
        if (wishes.short_only) side_span_ = wishes.short_only;
        if (wishes.long_only) side_span_ = wishes.long_only;
        if (rules_.short_action && !side_span_) side_span_ = rules_.short_action;
        enter_ = is_short_alone ? rules_.enter_short : rules_.enter;
        exit_ = rules_.exit;
        if (is_short_alone || !has_long_) {
            exit_.insert(exit_.begin(), rules_.exit_short.begin(), rules_.exit_short.end());
        }
        if (!has_long_) {
            for (Condition& condition : enter_) condition = downward(condition);
        }
        return {};
    }

    /// What a short side means where the sentence does not say which way.
    static Condition downward(const Condition& condition) {
        if (condition.direction != 0) return condition;
        Condition made = condition;
        const bool is_index = condition.kind == ConditionKind::oscillator || condition.kind == ConditionKind::zscore;
        if (is_index && condition.level) return made;
        made.direction = is_index ? 1 : -1;
        if (condition.kind == ConditionKind::band && condition.line == Concept::unknown)
            made.line = Concept::upper_band;
        if (condition.kind == ConditionKind::extreme) made.type = Concept::lowest;
        const bool is_strength = condition.kind == ConditionKind::adx || condition.kind == ConditionKind::volume;
        if (is_strength || condition.kind == ConditionKind::opening_range) made.direction = 0;
        return made;
    }

    /// Only where to leave was said: it is entered on the opposite.
    void turn_exits_round() {
        if (!enter_.empty() || exit_.empty() || rules_.is_grid) return;
        enter_.push_back(mirrored(exit_.front()));
        enter_.front().is_or = false;
        made_.notice("entry_mirrored", "only the exit was said: the entry is its opposite",
                     "yalnız çıkış söylendi: giriş onun tersidir");
    }

    Result<void> choose_timeframe() {
        const OrderWishes& wishes = made_.wishes;
        if (wishes.timeframe) {
            SPARK_TRY(made_.timeframe, Timeframe::parse(*wishes.timeframe));
            timeframe_why_ = said(wishes.timeframe_span, "timeframe said", "söylenen zaman dilimi");
        } else if (!made_.order.timeframe.empty()) {
            SPARK_TRY(made_.timeframe, Timeframe::parse(made_.order.timeframe));
            timeframe_why_ = assumed("timeframe of the order", "siparişteki zaman dilimi");
        } else if (const Amount* const length = longest_time()) {
            made_.timeframe =
                Timeframe::of(std::chrono::seconds(std::min<std::int64_t>(seconds_of(length->measure), 86'400)));
            timeframe_why_ = said(length->span, "the lengths are counted in it", "uzunluklar bununla sayıldı");
        } else {
            made_.timeframe = Timeframe::of(std::chrono::hours(1));
            timeframe_why_ = assumed("hours where nothing was said", "söylenmediği için saatlik");
        }
        return {};
    }

    /// A length counted in hours or days tells the timeframe where nothing else does.
    const Amount* longest_time() const {
        const Amount* found = nullptr;
        for (const auto* const list : {&enter_, &exit_}) {
            for (const Condition& condition : *list) {
                for (const Amount& length : condition.lengths) {
                    const bool is_longer = found == nullptr || seconds_of(length.measure) < seconds_of(found->measure);
                    if (seconds_of(length.measure) > 0 && is_longer) found = &length;
                }
            }
        }
        return found;
    }

    void put_head() {
        made_.sheet.put_text("", "schema", strategy::document_schema,
                             assumed("the form of the document", "belgenin biçimi"), false);
        made_.sheet.put_text("", "name", "draft", assumed("made from what was understood", "anlaşılandan yapıldı"));
        made_.sheet.put("", "version", "1", assumed("the first one", "ilk sürüm"), false);
        made_.sheet.put_text("", "description", "", assumed("what was understood", "anlaşılan"), false);
        made_.sheet.put_text("", "description_tr", "", assumed("what was understood", "anlaşılan"), false);
        made_.sheet.put_text("", "timeframe", made_.timeframe.text(), timeframe_why_);
        put_symbols();
    }

    void put_symbols() {
        std::string list;
        const auto add = [&](std::string_view name) {
            list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", name);
        };
        const std::vector<WishedSymbol>& wished = made_.wishes.symbols;
        for (const WishedSymbol& symbol : wished) add(symbol.name);
        if (!wished.empty()) {
            const bool is_assumed = std::ranges::any_of(wished, &WishedSymbol::is_quote_assumed);
            made_.sheet.put("", "symbols", fmt::format("[{}]", list),
                            is_assumed ? said(wished[0].span, "the coin said; its pair with USDT was assumed",
                                              "söylenen coin; USDT paritesi varsayıldı")
                                       : said(wished[0].span, "symbol said", "söylenen sembol"));
            return;
        }
        for (const std::string& symbol : made_.order.symbols) {
            if (strategy::is_strategy_name(symbol)) add(symbol);
        }
        if (!list.empty()) {
            made_.sheet.put("", "symbols", fmt::format("[{}]", list),
                            assumed("symbols of the order", "siparişteki semboller"));
        }
    }

    Result<void> write_trigger() {
        if (rules_.is_grid) {
            SPARK_TRY(trigger_, compose_grid(made_, rules_));
            trigger_at_ = enter_.size();
            enter_span_ = rules_.grid_span;
        } else {
            trigger_at_ = trigger_of(enter_);
            const Condition& trigger = enter_[trigger_at_];
            trigger_kind_ = trigger.kind;
            for (std::size_t at = 0; at < exit_.size(); ++at) {
                if (own_exit_ == no_exit && is_own_exit(trigger, exit_[at])) own_exit_ = at;
            }
            const Condition* exit = own_exit_ == no_exit ? nullptr : &exit_[own_exit_];
            // `buy under 30, short over 70`: where it turns short it leaves long, too.
            const bool is_turned = exit == nullptr && has_long_ && !rules_.enter_short.empty() &&
                                   trigger.kind == ConditionKind::oscillator &&
                                   is_own_exit(trigger, rules_.enter_short[0]);
            if (is_turned) exit = &rules_.enter_short[0];
            SPARK_TRY(trigger_, compose_trigger(made_, trigger, exit, ""));
            enter_span_ = trigger.span;
        }
        enter_rule_ = trigger_.enter;
        return {};
    }

    std::string prefix_for(const Condition& condition) {
        const bool is_average =
            condition.kind == ConditionKind::price_average || condition.kind == ConditionKind::trend;
        const std::string_view start = is_average ? "trend" : "filter";
        int& count = is_average ? trends_ : filters_;
        ++count;
        return count == 1 ? fmt::format("{}_", start) : fmt::format("{}{}_", start, count);
    }

    Result<void> write_filters() {
        for (std::size_t at = 0; at < enter_.size(); ++at) {
            if (at == trigger_at_) continue;
            Condition condition = enter_[at];
            const bool is_or = condition.is_or || (at == 0 && enter_.size() > 1 && enter_[1].is_or);
            if (condition.direction == 0 && condition.kind != ConditionKind::oscillator &&
                condition.kind != ConditionKind::band)
                condition.direction = 1;
            if (condition.is_event && !is_or) {
                condition.is_event = false;
                made_.notice("second_event_as_state",
                             "two things seldom happen on one bar: the second one is read as a state that has to hold",
                             "iki olay aynı barda seyrek olur: ikincisi süren bir koşul sayıldı");
            }
            SPARK_TRY(const Filter filter, compose_filter(made_, condition, prefix_for(condition)));
            enter_rule_.for_long = joined(enter_rule_.for_long, filter.rule.for_long, is_or);
            enter_rule_.for_short = joined(enter_rule_.for_short, filter.rule.for_short, is_or);
            enter_span_ = widest(enter_span_, condition.span);
            words_en_ += fmt::format(", {} {}", is_or ? "or" : "only", filter.en);
            words_tr_ += fmt::format(", {} {}", is_or ? "ya da" : "yalnız", filter.tr);
        }
        return {};
    }

    Result<void> write_exits() {
        exit_rule_ = own_exit_ == no_exit && !exit_.empty() ? Rule{} : trigger_.exit;
        const bool has_own = own_exit_ != no_exit;
        exit_why_ = has_own ? said(exit_[own_exit_].span, "exit said", "söylenen çıkış") : trigger_.exit_why;
        int count = 0;
        for (std::size_t at = 0; at < exit_.size(); ++at) {
            if (at == own_exit_) continue;
            Condition condition = exit_[at];
            if (condition.direction == 0 && condition.kind != ConditionKind::oscillator &&
                condition.kind != ConditionKind::band && condition.kind != ConditionKind::adx)
                condition.direction = -1;
            ++count;
            const std::string prefix = count == 1 ? "exit_" : fmt::format("exit{}_", count);
            SPARK_TRY(const Filter filter, compose_filter(made_, condition, prefix));
            const bool is_or = condition.is_or || has_own;
            exit_rule_.for_long = joined(exit_rule_.for_long, filter.rule.for_long, is_or);
            exit_rule_.for_short = joined(exit_rule_.for_short, filter.rule.for_short, is_or);
            const PromptSpan span = exit_why_.words ? widest(*exit_why_.words, condition.span) : condition.span;
            exit_why_ = said(span, "exit said", "söylenen çıkış");
        }
        return {};
    }

    /// Rules that know which side they are for: their short form is no mirror of what was said.
    bool is_mirror_alone() const {
        return rules_.is_grid || trigger_kind_ == ConditionKind::opening_range || trigger_kind_ == ConditionKind::adx ||
               trigger_kind_ == ConditionKind::volume;
    }

    void put_sides() {
        Why long_why = said(enter_span_, "entry said", "söylenen giriş");
        Why short_why =
            said(side_span_ ? *side_span_ : enter_span_, "the mirror of the long side", "uzun yönün aynası");
        if (!has_long_) short_why = said(enter_span_, "entry said", "söylenen giriş");
        if (!rules_.enter_short.empty()) short_why.words = rules_.enter_short[0].span;
        if (has_long_) {
            made_.sheet.put_text("long", "enter", enter_rule_.for_long, long_why);
            if (!exit_rule_.for_long.empty()) made_.sheet.put_text("long", "exit", exit_rule_.for_long, exit_why_);
        }
        if (has_short_) {
            const bool is_itself = has_long_ || is_mirror_alone();
            const std::string& enter = is_itself ? enter_rule_.for_short : enter_rule_.for_long;
            const std::string& exit = is_itself ? exit_rule_.for_short : exit_rule_.for_long;
            made_.sheet.put_text("short", "enter", enter, short_why);
            if (!exit.empty()) made_.sheet.put_text("short", "exit", exit, exit_why_);
        }
    }

    void put_words() {
        if (!has_long_ && trigger_.en.starts_with("Buys")) {
            trigger_.en.replace(0, 4, "Sells short");
            trigger_.tr = "Açığa satış: " + trigger_.tr;
        }
        const bool is_named = !made_.order.name.empty();
        made_.sheet.put_text("", "name",
                             is_named ? made_.order.name : trigger_.name.substr(0, strategy::name_bytes_max),
                             is_named ? assumed("the name of the order", "siparişteki ad")
                                      : assumed("made from what was understood", "anlaşılandan yapıldı"));
        const std::string_view side_en = has_long_ ? (has_short_ ? " Long and short." : "") : "";
        const std::string_view side_tr = has_long_ ? (has_short_ ? " İki yönlü." : "") : "";
        made_.sheet.put_text("", "description", fmt::format("{}{}.{}", trigger_.en, words_en_, side_en),
                             assumed("what was understood", "anlaşılan"), false);
        made_.sheet.put_text("", "description_tr", fmt::format("{}{}.{}", trigger_.tr, words_tr_, side_tr),
                             assumed("what was understood", "anlaşılan"), false);
    }

    static constexpr std::size_t no_exit = static_cast<std::size_t>(-1);

    const Rules& rules_;
    Composition made_;
    std::vector<Condition> enter_;
    std::vector<Condition> exit_;
    bool has_long_ = true;
    bool has_short_ = false;
    std::optional<PromptSpan> side_span_;
    Why timeframe_why_;
    Trigger trigger_;
    std::size_t trigger_at_ = 0;
    ConditionKind trigger_kind_ = ConditionKind::average_pair;
    std::size_t own_exit_ = no_exit;
    PromptSpan enter_span_;
    Rule enter_rule_;
    Rule exit_rule_;
    Why exit_why_;
    std::string words_en_;
    std::string words_tr_;
    int trends_ = 0;
    int filters_ = 0;
};

}  // namespace

Result<Assembled> assemble(const DraftOrder& order, const OrderWishes& wishes, const Rules& rules,
                           strategy::Tongue tongue) {
    return Assembler(order, wishes, rules, tongue).run();
}

}  // namespace spark::draft::detail
