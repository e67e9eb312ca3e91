#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "engine/policy/detail/field_range.hpp"
#include "engine/policy/detail/fields.hpp"
#include "engine/policy/policy.hpp"
#include "engine/strategy/definition.hpp"
#include "engine/strategy/document_edit.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::policy {
namespace {

using strategy::Document;
using strategy::DocumentSyntax;
using strategy::FieldEdit;
using strategy::Formula;
using strategy::ParameterKind;
using strategy::ParameterSpec;

/// What is set where the policy wants a limit and bounds it by nothing; said as such in docs/reference/policy.md.
constexpr std::int64_t percent_without_bound = 10 * units_per_one;

/// Rounds of fixing: one change may show the next violation of its field, never more than a few.
constexpr int rounds_max = 8;

/// A document on its way to keeping the policy, and the same changes as edits of its text.
class Fixer {
  public:
    Fixer(Document document, const Policy& policy) : document_(std::move(document)), policy_(policy) {}

    void fix() {
        for (int round = 0; round < rounds_max; ++round) {
            bool has_changed = false;
            for (const Violation& violation : check(document_, policy_)) {
                // One at a time: a stop set for both sides mends two.
                if (violation.is_fixable && change(violation)) {
                    has_changed = true;
                    break;
                }
            }
            if (!has_changed) return;
        }
    }

    const Document& document() const { return document_; }
    const std::vector<FieldEdit>& edits() const { return edits_; }

  private:
    struct Target {
        std::vector<std::string> path;
        std::vector<Formula*> formulas;
        std::int64_t bound = 0;
        bool may_be_none = false;
    };

    bool change(const Violation& violation) {
        auto target = target_of(violation);
        if (!target || target->formulas.empty()) return false;
        const Formula formula = *target->formulas.front();
        if (narrow_parameter(*target, formula) || wrap(*target, formula)) return true;
        set(*target, {.path = target->path, .value = format_units(number_for(*target, formula))});
        return true;
    }

    /// The default, where that alone keeps the policy; else the bound.
    std::int64_t number_for(const Target& target, const Formula& formula) const {
        const auto range = formula.empty() ? std::nullopt : detail::range_of(document_, formula);
        const bool is_good = range && range->usual > 0 && range->usual <= target.bound;
        return is_good ? range->usual : target.bound;
    }

    void set(const Target& target, FieldEdit edit) {
        for (Formula* const formula : target.formulas) *formula = Formula{.text = edit.value};
        keep(std::move(edit));
    }

    void keep(FieldEdit edit) {
        std::erase_if(edits_, [&](const FieldEdit& other) { return other.path == edit.path; });
        edits_.push_back(std::move(edit));
    }

    std::optional<Target> target_of(const Violation& violation) {
        const std::string& rule = violation.rule;
        if (rule.starts_with("stop_")) return stop_target(violation.path);
        if (rule == "equity_share_too_high")
            return Target{{"size", "equity"}, {&document_.size.amount}, policy_.equity_share_max, true};
        if (rule == "risk_share_too_high")
            return Target{{"size", "risk"}, {&document_.size.amount}, policy_.risk_share_max, true};
        if (rule == "leverage_too_high")
            return Target{{"risk", "leverage_max"}, {&document_.risk.leverage_max}, policy_.leverage_max, true};
        if (rule.starts_with("drawdown_"))
            return Target{{"risk", "max_drawdown_pct"},
                          {&document_.risk.max_drawdown_pct},
                          or_usual(policy_.max_drawdown_pct_max)};
        if (rule.starts_with("daily_"))
            return Target{
                {"risk", "daily_loss_pct"}, {&document_.risk.daily_loss_pct}, or_usual(policy_.daily_loss_pct_max)};
        if (rule == "entries_too_many")
            return Target{{"limits", "entries_max"}, {&document_.entries_max}, policy_.entries_max * units_per_one};
        return std::nullopt;
    }

    static std::int64_t or_usual(std::int64_t bound) { return bound > 0 ? bound : percent_without_bound; }

    /// `path` is of the table where there is no stop, of its field where it is too wide.
    std::optional<Target> stop_target(std::string_view path) {
        Target target;
        target.bound = or_usual(policy_.stop_loss_pct_max);
        const std::array sides{std::pair{std::string_view("long"), &document_.long_side},
                               std::pair{std::string_view("short"), &document_.short_side}};
        const bool is_trailing = path.ends_with("trailing_pct");
        for (const auto& [name, side] : sides) {
            if (!*side || !(path.starts_with(name) || path.starts_with("stop"))) continue;
            strategy::ProtectiveRule& rule = is_trailing ? (*side)->trailing_stop : (*side)->stop_loss;
            rule.kind = strategy::LevelKind::percent;
            target.formulas.push_back(&rule.amount);
        }
        if (path.starts_with("long")) target.path = {"long"};
        if (path.starts_with("short")) target.path = {"short"};
        target.path.insert(target.path.end(), {"stop", is_trailing ? "trailing_pct" : "stop_loss_pct"});
        return target;
    }

    /// The largest value of the parameter's ladder that is not above the units; none: all of it is.
    static std::optional<std::int64_t> floor_on_ladder(const ParameterSpec& spec, std::int64_t units) {
        const std::int64_t value = spec.kind == ParameterKind::integer ? units / units_per_one : units;
        if (value < spec.least) return std::nullopt;
        return spec.least + (value - spec.least) / spec.step * spec.step;
    }

    /// A parameter by itself: its range comes down to what the policy allows, its default with it.
    bool narrow_parameter(const Target& target, const Formula& formula) {
        const ParameterSpec* const found = formula.empty() ? nullptr : detail::parameter_of(document_, formula);
        if (found == nullptr) return false;
        ParameterSpec spec = *found;
        const auto most = floor_on_ladder(spec, target.bound);
        if (!most) return false;
        if (!target.may_be_none && spec.least <= 0) spec.least += (-spec.least / spec.step + 1) * spec.step;
        spec.most = std::min(spec.most, *most);
        if (spec.least > spec.most) return false;
        if (!target.may_be_none && spec.fallback <= 0) spec.fallback = spec.most;
        spec.fallback = std::clamp(spec.fallback, spec.least, spec.most);
        Document changed = document_;
        const auto at = std::ranges::find(changed.parameters, spec.name, &ParameterSpec::name);
        const ParameterSpec before = *at;
        *at = spec;
        // The rules between parameters may forbid the new default: then the field itself is set.
        if (!strategy::Definition::of_document(changed)) return false;
        document_.parameters[static_cast<std::size_t>(at - changed.parameters.begin())] = spec;
        const auto note = [&](const char* field, std::int64_t old_value, std::int64_t value) {
            if (old_value == value) return;
            keep({.path = {"parameters", spec.name, field}, .value = strategy::parameter_text(spec, value)});
        };
        note("least", before.least, spec.least);
        note("most", before.most, spec.most);
        note("default", before.fallback, spec.fallback);
        return true;
    }

    /// An expression that is right with the defaults and too high at an end: held under the bound.
    bool wrap(const Target& target, const Formula& formula) {
        if (formula.empty() || target.path.back() == "entries_max") return false;
        const auto range = detail::range_of(document_, formula);
        if (!range || range->least <= 0 || range->usual > target.bound) return false;
        if (range->least == range->most) return false;
        const std::string text =
            fmt::format("math.min({}, {})", strategy::canonical_formula(formula), format_units(target.bound));
        for (Formula* const one : target.formulas) *one = Formula{.text = text};
        if (!strategy::Definition::of_document(document_)) {
            for (Formula* const one : target.formulas) *one = formula;
            return false;
        }
        keep({.path = target.path, .value = text, .is_text = true});
        return true;
    }

    Document document_;
    const Policy& policy_;
    std::vector<FieldEdit> edits_{};
};

}  // namespace

Result<Fix> fix(std::string_view text, DocumentSyntax syntax, const Policy& policy) {
    SPARK_TRY(const Document before, strategy::read_document(text, "document", syntax));
    SPARK_TRY(strategy::Definition::of_document(before));
    Fixer fixer(before, policy);
    fixer.fix();
    const Document& after = fixer.document();
    SPARK_TRY(strategy::Definition::of_document(after));
    Fix made{
        .text = std::string(text), .differences = strategy::differences(before, after), .left = check(after, policy)};
    if (fixer.edits().empty()) return made;
    strategy::EditedText edited = strategy::edited_text(text, syntax, fixer.edits(), after);
    made.text = std::move(edited.text);
    made.is_rewritten = edited.is_rewritten;
    return made;
}

}  // namespace spark::policy
