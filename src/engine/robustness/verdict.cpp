#include "engine/robustness/verdict.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace spark::robustness {
namespace {

enum class Side : std::uint8_t { at_least, at_most, above };

VerdictRule rule_of(std::string_view key, std::optional<double> found, Side side, double allowed, std::string text,
                    std::string text_tr) {
    VerdictRule rule{
        .key = key, .found = found, .allowed = allowed, .text = std::move(text), .text_tr = std::move(text_tr)};
    if (!found) return rule;
    switch (side) {
        case Side::at_least: rule.holds = *found >= allowed; break;
        case Side::at_most: rule.holds = *found <= allowed; break;
        case Side::above: rule.holds = *found > allowed; break;
    }
    return rule;
}

VerdictRule holdout_rule(const Evidence& evidence, const Thresholds& thresholds) {
    VerdictRule rule =
        rule_of("out_of_sample", evidence.out_of_sample_return, Side::above, 0,
                fmt::format("the best set earns on the holdout (seen {} times, fresh up to {})", evidence.holdout_seen,
                            thresholds.looks_most),
                fmt::format("en iyi küme ayrılan dönemde kazandırıyor ({} kez bakıldı, en çok {} kez taze sayılır)",
                            evidence.holdout_seen, thresholds.looks_most));
    // A loss stays a loss; a gain on what was looked at so often was chosen for.
    if (rule.holds == true && evidence.holdout_seen > thresholds.looks_most) rule.holds.reset();
    return rule;
}

std::vector<VerdictRule> rules_of(const Evidence& evidence, const Thresholds& limits) {
    std::vector<VerdictRule> rules;
    rules.push_back(rule_of("dsr", evidence.dsr, Side::at_least, limits.dsr_least,
                            "the Sharpe ratio beats what the best of so many tries shows by luck",
                            "Sharpe oranı, bu kadar denemenin en iyisinin şansla göstereceğini aşıyor"));
    rules.push_back(rule_of("spa_p", evidence.spa_p, Side::at_most, limits.spa_p_most,
                            "the best set earns more than the best of as many sets without an edge would",
                            "en iyi küme, üstünlüğü olmayan aynı sayıda kümenin en iyisinden çok kazanıyor"));
    rules.push_back(rule_of(
        "pbo", evidence.pbo, Side::at_most, limits.pbo_most,
        "what is best in one half of the history is above the middle in the other half, or hardly ever loses there",
        "geçmişin bir yarısında en iyi olan, öbür yarısında ortanın üstünde ya da orada neredeyse hiç kaybetmiyor"));
    VerdictRule& overfitting = rules.back();
    if (overfitting.holds == false && evidence.loss_probability && *evidence.loss_probability <= limits.loss_most)
        overfitting.holds = true;
    rules.push_back(holdout_rule(evidence, limits));
    rules.push_back(rule_of("walk_forward", evidence.walk_forward_return, Side::above, 0,
                            "choosing anew in every window earns in the window after it",
                            "her pencerede yeniden seçmek, ardından gelen pencerede kazandırıyor"));
    rules.push_back(rule_of("efficiency", evidence.efficiency, Side::at_least, limits.efficiency_least,
                            "enough of what training earned is left in the test windows",
                            "eğitimde kazanılanın yeterli kısmı sınama pencerelerinde kalıyor"));
    rules.push_back(rule_of("trades", static_cast<double>(evidence.trades), Side::at_least,
                            static_cast<double>(limits.trades_least), "there are enough trades",
                            "yeterince işlem var"));
    return rules;
}

std::string keys_of(const std::vector<VerdictRule>& rules, std::optional<bool> holds) {
    std::string keys;
    for (const VerdictRule& rule : rules) {
        if (rule.holds != holds) continue;
        if (!keys.empty()) keys += ", ";
        keys += rule.key;
    }
    return keys;
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::skill: return "skill";
        case Verdict::luck: return "luck";
        case Verdict::undecided: break;
    }
    return "undecided";
}

Judgement judge(const Evidence& evidence, const Thresholds& thresholds) {
    Judgement made;
    made.rules = rules_of(evidence, thresholds);
    const auto holds = [&](std::string_view key) {
        return std::ranges::find(made.rules, key, &VerdictRule::key)->holds;
    };
    const auto failed = std::ranges::count_if(
        made.rules, [](const VerdictRule& rule) { return rule.key != "trades" && rule.holds == false; });
    const auto kept = std::ranges::count_if(
        made.rules, [](const VerdictRule& rule) { return rule.key != "trades" && rule.holds == true; });
    const bool is_tested = holds("dsr").has_value() && (holds("out_of_sample") || holds("walk_forward"));
    const bool is_selected_by_luck = holds("dsr") == false || holds("spa_p") == false;
    const std::string failing = keys_of(made.rules, false);
    const std::string unknown = keys_of(made.rules, std::nullopt);
    if (failed == 0 && holds("trades") == true && is_tested) {
        made.verdict = Verdict::skill;
        made.text = "every rule that could be looked at holds";
        made.text_tr = "bakılabilen her kural tutuyor";
    } else if (failed >= kept && is_selected_by_luck) {
        made.verdict = Verdict::luck;
        made.text = fmt::format("not to be told from the best of as many lucky tries; failing: {}", failing);
        made.text_tr = fmt::format("aynı sayıda şanslı denemenin en iyisinden ayırt edilemiyor; tutmayan: {}", failing);
    } else if (!failing.empty()) {
        made.text = fmt::format("some rules hold and some do not; failing: {}", failing);
        made.text_tr = fmt::format("kuralların bir kısmı tutuyor, bir kısmı tutmuyor; tutmayan: {}", failing);
    } else {
        made.text = fmt::format("nothing speaks against it, but too little was looked at; unknown: {}", unknown);
        made.text_tr = fmt::format("aleyhine bir şey yok, ama çok az şeye bakıldı; bilinmeyen: {}", unknown);
    }
    return made;
}

}  // namespace spark::robustness
