#include <fmt/format.h>

#include <array>
#include <optional>

#include "engine/policy/detail/field_range.hpp"
#include "engine/policy/detail/fields.hpp"
#include "engine/policy/policy.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::policy {
namespace {

using detail::FieldRange;
using strategy::Document;
using strategy::Formula;

/// What is asked of one field: its words for messages.
struct FieldWords {
    std::string_view missing_rule;
    std::string_view high_rule;
    std::string_view en;
    std::string_view tr;
    std::string_view unit;  ///< After a number: ` %` or nothing.
};

constexpr FieldWords stop_words{"stop_missing", "stop_too_wide", "a stop-loss", "zarar kes", " %"};
constexpr FieldWords leverage_words{"", "leverage_too_high", "the leverage a run may have", "bir koşunun kaldıracı",
                                    ""};
constexpr FieldWords drawdown_words{"drawdown_limit_missing", "drawdown_limit_too_high", "a limit of the drawdown",
                                    "düşüş sınırı", " %"};
constexpr FieldWords daily_words{"daily_limit_missing", "daily_limit_too_high", "a limit of the loss of a day",
                                 "günlük zarar sınırı", " %"};
constexpr FieldWords equity_words{"", "equity_share_too_high", "the share of the equity in one entry",
                                  "bir girişteki öz sermaye payı", ""};
constexpr FieldWords risk_words{"", "risk_share_too_high", "the share of the equity at risk in one entry",
                                "bir girişte riske atılan öz sermaye payı", ""};

std::string allowed_text(const FieldWords& words, std::int64_t bound) {
    if (bound == 0) return words.missing_rule.empty() ? "any" : "above 0" + std::string(words.unit);
    return fmt::format("{}{}{}", words.missing_rule.empty() ? "at most " : "above 0, at most ", format_units(bound),
                       words.unit);
}

class Checker {
  public:
    Checker(const Document& document, const Policy& policy) : document_(document), policy_(policy) {}

    std::vector<Violation> check() {
        stops();
        size();
        // Without one a run's own leverage holds, which is none of the document's.
        bounded("risk.leverage_max", document_.risk.leverage_max, leverage_words, false, policy_.leverage_max);
        bounded("risk.max_drawdown_pct", document_.risk.max_drawdown_pct, drawdown_words,
                policy_.is_drawdown_limit_wanted, policy_.max_drawdown_pct_max);
        bounded("risk.daily_loss_pct", document_.risk.daily_loss_pct, daily_words, policy_.is_daily_limit_wanted,
                policy_.daily_loss_pct_max);
        entries();
        parameters();
        if (document_.short_side && !policy_.may_short)
            add({.rule = "short_not_allowed",
                 .path = "short",
                 .found = "[short]",
                 .allowed = "[long] alone",
                 .en = "this desk does not sell short; take [short] out",
                 .tr = "bu masa açığa satmaz; [short] bölümünü çıkarın"});
        return std::move(found_);
    }

  private:
    void add(Violation violation) { found_.push_back(std::move(violation)); }

    void stops() {
        const bool may_share = detail::has_shared_stop(document_);
        if (may_share) return stop("stop", document_.long_side ? *document_.long_side : *document_.short_side);
        if (document_.long_side) stop("long.stop", *document_.long_side);
        if (document_.short_side) stop("short.stop", *document_.short_side);
    }

    void stop(const std::string& table, const strategy::SideRules& side) {
        const strategy::ProtectiveRule& rule = detail::stop_of(document_, side);
        const bool is_trailing = &rule == &side.trailing_stop;
        const std::string field = is_trailing ? ".trailing_pct" : ".stop_loss_pct";
        if (rule.kind == strategy::LevelKind::percent || rule.amount.empty())
            return bounded(rule.amount.empty() ? table : table + field, rule.amount, stop_words, policy_.is_stop_wanted,
                           policy_.stop_loss_pct_max);
        // A price or a distance: whether there is one can be known, how wide it is cannot.
        const auto range = detail::range_of(document_, rule.amount);
        if (policy_.is_stop_wanted && range && range->least <= 0)
            missing(table, stop_words, policy_.stop_loss_pct_max, range->usual <= 0, true);
    }

    void size() {
        using strategy::SizeKind;
        if (document_.size.amount.empty()) return;
        if (document_.size.kind == SizeKind::equity)
            bounded("size.equity", document_.size.amount, equity_words, false, policy_.equity_share_max);
        if (document_.size.kind == SizeKind::risk)
            bounded("size.risk", document_.size.amount, risk_words, false, policy_.risk_share_max);
    }

    void missing(const std::string& path, const FieldWords& words, std::int64_t bound, bool with_defaults,
                 bool is_fixable) {
        add({.rule = std::string(words.missing_rule),
             .path = path,
             .found = with_defaults ? "none" : "none for a value within the parameters' ranges",
             .allowed = allowed_text(words, bound),
             .en = fmt::format("{} is wanted and there is none{}", words.en,
                               with_defaults ? "" : " at one end of a parameter's range"),
             .tr = fmt::format("{} isteniyor, yok{}", words.tr,
                               with_defaults ? "" : ": bir parametrenin aralığının ucunda kapanıyor"),
             .is_fixable = is_fixable});
    }

    /// A field that is to be above 0 where it is wanted, and at most the bound where there is one.
    void bounded(const std::string& path, const Formula& formula, const FieldWords& words, bool is_wanted,
                 std::int64_t bound) {
        if (formula.empty()) {
            if (is_wanted) missing(path, words, bound, true, true);
            return;
        }
        if (!is_wanted && bound == 0) return;
        const auto range = detail::range_of(document_, formula);
        if (!range) return unbounded(path, formula, words, bound);
        if (is_wanted && range->least <= 0) return missing(path, words, bound, range->usual <= 0, true);
        if (bound == 0 || range->most <= bound) return;
        const bool with_defaults = range->usual > bound;
        add({.rule = std::string(words.high_rule),
             .path = path,
             .found = fmt::format("{}{}{}", format_units(range->most), words.unit,
                                  with_defaults ? "" : " at the end of a parameter's range"),
             .allowed = allowed_text(words, bound),
             .en = fmt::format("{} of {}{} is above the desk's {}{}", words.en, format_units(range->most), words.unit,
                               format_units(bound), words.unit),
             .tr = fmt::format("{} {}{}; masanın izin verdiği en çok {}{}", words.tr, format_units(range->most),
                               words.unit, format_units(bound), words.unit),
             .is_fixable = true});
    }

    void unbounded(const std::string& path, const Formula& formula, const FieldWords& words, std::int64_t bound) {
        add({.rule = std::string(words.high_rule),
             .path = path,
             .found = shown(formula.text, 80),
             .allowed = allowed_text(words, bound),
             .en = fmt::format("{} changes from bar to bar, so that no bound can be promised; write a number or a "
                               "parameter",
                               words.en),
             .tr = fmt::format("{} bardan bara değişiyor, bir sınır sözü verilemez; bir sayı ya da parametre yazın",
                               words.tr)});
    }

    void entries() {
        if (policy_.entries_max == 0 || document_.entries_max.empty()) return;
        const auto range = detail::range_of(document_, document_.entries_max);
        if (!range) return;
        const std::int64_t bound = policy_.entries_max * units_per_one;
        const bool is_endless = range->least <= 0;
        if (!is_endless && range->most <= bound) return;
        const std::string found = is_endless ? "no bound" : format_units(range->most);
        add({.rule = "entries_too_many",
             .path = "limits.entries_max",
             .found = found,
             .allowed = fmt::format("1 to {}", policy_.entries_max),
             .en = fmt::format("entries open together: {}; the desk allows {}", found, policy_.entries_max),
             .tr = fmt::format("birlikte açık giriş: {}; masanın izni {}", is_endless ? "sınırsız" : found,
                               policy_.entries_max),
             .is_fixable = true});
    }

    void parameters() {
        const auto count = static_cast<std::int64_t>(document_.parameters.size());
        if (policy_.parameters_max == 0 || count <= policy_.parameters_max) return;
        add({.rule = "too_many_parameters",
             .path = "parameters",
             .found = std::to_string(count),
             .allowed = fmt::format("at most {}", policy_.parameters_max),
             .en = fmt::format("{} parameters fit any past; the desk allows {}: make the others numbers", count,
                               policy_.parameters_max),
             .tr = fmt::format("{} parametre her geçmişe uyar; masanın izni {}: diğerlerini sayı yapın", count,
                               policy_.parameters_max)});
    }

    const Document& document_;
    const Policy& policy_;
    std::vector<Violation> found_{};
};

}  // namespace

std::vector<Violation> check(const Document& document, const Policy& policy) {
    return Checker(document, policy).check();
}

}  // namespace spark::policy
