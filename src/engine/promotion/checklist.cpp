#include "engine/promotion/checklist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/promotion/detail/remedies.hpp"

namespace spark::promotion {
namespace {

using detail::Sentence;
using detail::version_name;

/// As short as reads well; every digit where rounding would hide on which side of the bound it lies.
std::string shown(double value, double bound) {
    if (!std::isfinite(value) || std::abs(value) > 1e14) return fmt::format("{}", value);
    std::string text = fmt::format("{:.4f}", value);
    const double rounded = static_cast<double>(static_cast<std::int64_t>(value * 1e4 + (value < 0 ? -0.5 : 0.5))) / 1e4;
    if ((rounded <= bound) != (value <= bound) || (rounded >= bound) != (value >= bound))
        return fmt::format("{}", value);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

/// What is asked, before it is known how it stands.
Item asked(std::string_view name, std::string wanted, Sentence what) {
    Item item;
    item.name = name;
    item.wanted = std::move(wanted);
    item.en = std::move(what.en);
    item.tr = std::move(what.tr);
    return item;
}

Item stands(Item item, Standing standing, std::string found, Sentence remedy = {}) {
    item.standing = standing;
    item.found = std::move(found);
    if (standing == Standing::passed) return item;
    item.remedy_en = std::move(remedy.en);
    item.remedy_tr = std::move(remedy.tr);
    return item;
}

Item judged(Item item, bool holds, std::string found, Sentence remedy) {
    return stands(std::move(item), holds ? Standing::passed : Standing::failed, std::move(found), std::move(remedy));
}

Item missing(Item item, Sentence remedy) {
    return stands(std::move(item), Standing::missing, "none", std::move(remedy));
}

// The run of this version.

Item of_run(const Facts& facts, Item item) {
    if (facts.backtest) item.evidence = facts.backtest->id;
    return item;
}

Item backtest_item(const Facts& facts) {
    Item item = of_run(facts, asked("backtest", version_name(facts),
                                    {"Exactly this version was run with its own default values, and the run's evidence "
                                     "is as it was written: figures of other rules say nothing about these.",
                                     "Tam olarak bu sürüm kendi varsayılan değerleriyle koşuldu ve kanıtı yazıldığı "
                                     "gibi duruyor: başka kuralların rakamları bunlar için bir şey söylemez."}));
    if (!facts.backtest) return missing(std::move(item), detail::run_backtest(facts));
    if (!facts.backtest->problem.empty())
        return stands(std::move(item), Standing::failed, facts.backtest->problem, detail::run_backtest(facts));
    return judged(std::move(item), facts.backtest->has_own_values,
                  facts.backtest->has_own_values ? facts.backtest->id : "other values than the document's defaults",
                  detail::run_backtest(facts));
}

Item determinism_item(const Facts& facts) {
    Item item = of_run(facts, asked("determinism", "the same result hash",
                                    {"The run, made again just now, comes to the same trades and the same equity: what "
                                     "cannot be repeated cannot be checked.",
                                     "Koşu az önce yeniden yapıldı ve aynı işlemlere, aynı öz varlığa vardı: "
                                     "yinelenemeyen denetlenemez."}));
    if (!facts.backtest || !facts.backtest->is_relied_on())
        return missing(std::move(item), detail::run_backtest(facts));
    if (!facts.backtest->was_run_again())
        return stands(std::move(item), Standing::not_measured, facts.backtest->why_not_again,
                      {"raise promote.bars_max, or run a version over fewer bars",
                       "promote.bars_max değerini yükseltin ya da daha az mumla koşun"});
    return judged(std::move(item), facts.backtest->result_hash == facts.backtest->result_hash_again,
                  facts.backtest->result_hash_again, detail::run_backtest(facts));
}

/// A fact of the run made again.
Item run_item(const Facts& facts, Item item, bool (*holds)(const BacktestFacts&), Sentence remedy) {
    item = of_run(facts, std::move(item));
    if (!facts.backtest || !facts.backtest->was_run_again())
        return missing(std::move(item), detail::run_backtest(facts));
    const bool is_well = holds(*facts.backtest);
    return judged(std::move(item), is_well, is_well ? "none" : "found", std::move(remedy));
}

Item look_ahead_item(const Facts& facts) {
    return run_item(
        facts,
        asked("look_ahead", "none",
              {"No signal changes when later bars are cut off: it does not look into the future.",
               "Sonraki mumlar kesilince hiçbir sinyal değişmiyor: geleceğe bakmıyor."}),
        [](const BacktestFacts& run) { return run.look_ahead_passed; },
        detail::keep_changed(facts, "take the look into the future out of the rules",
                             "kurallardan geleceğe bakışı çıkarın"));
}

Item conservation_item(const Facts& facts) {
    return run_item(facts,
                    asked("conservation", "none",
                          {"Cash, positions and fees add up to the equity at every bar: no money appears or is lost.",
                           "Nakit, pozisyonlar ve komisyonlar her mumda öz varlığa eşit: para yoktan var olmuyor."}),
                    [](const BacktestFacts& run) { return run.conservation_passed; },
                    {"report it: this is a fault of the program", "bildirin: bu, programın bir hatasıdır"});
}

Item trades_item(const Facts& facts, const Thresholds& thresholds) {
    Item item = of_run(facts, asked("trades", fmt::format("at least {}", thresholds.trades_min),
                                    {"Enough closed trades: of a handful, one lucky one makes the result.",
                                     "Yeterince kapanmış işlem: bir avuç işlemde sonucu tek bir şanslısı belirler."}));
    if (!facts.backtest || !facts.backtest->was_run_again())
        return missing(std::move(item), detail::run_backtest(facts));
    const std::int64_t trades = facts.backtest->trades;
    return judged(std::move(item), trades >= thresholds.trades_min, std::to_string(trades),
                  {"run it over a longer history, or search with --constraint 'trades >= " +
                       std::to_string(thresholds.trades_min) + "'",
                   "daha uzun bir geçmişte koşun ya da --constraint 'trades >= " +
                       std::to_string(thresholds.trades_min) + "' ile arayın"});
}

Item costs_item(const Facts& facts) {
    Item item = of_run(facts, asked("costs", "above 0 in the run and in the search",
                                    {"Fees or slippage were charged, in the run and in the search: without them "
                                     "trading often looks like an edge.",
                                     "Hem koşuda hem aramada komisyon ya da kayma alındı: onlarsız sık işlem yapmak "
                                     "üstünlük gibi görünür."}));
    if (!facts.backtest || !facts.backtest->was_run_again())
        return missing(std::move(item), detail::run_backtest(facts));
    if (!facts.backtest->has_costs)
        return stands(std::move(item), Standing::failed, "0 in the run", detail::run_backtest(facts));
    if (facts.optimization && facts.optimization->is_relied_on() && !facts.optimization->has_costs)
        return stands(std::move(item), Standing::failed, "0 in the search",
                      detail::search_again(facts, "search with costs", "maliyetlerle arayın"));
    return stands(std::move(item), Standing::passed, "above 0");
}

// The document.

Item limits_item(const Facts& facts) {
    Item item =
        asked("limits", "stop_loss, max_drawdown_pct, daily_loss_pct",
              {"The document sets a stop, a drawdown limit and a daily loss limit: what ends a bad day must not "
               "wait for a person.",
               "Belge bir zarar kes, bir düşüş sınırı ve bir günlük zarar sınırı koyar: kötü bir günü "
               "bitirecek olan, bir insanı beklememeli."});
    if (facts.missing_limits.empty()) return stands(std::move(item), Standing::passed, "set");
    const std::string absent = joined(facts.missing_limits);
    return stands(std::move(item), Standing::failed, fmt::format("without {}", absent),
                  detail::keep_changed(facts, fmt::format("set {} in the document", absent),
                                       fmt::format("belgede {} koyun", absent)));
}

Item policy_item(const Facts& facts) {
    Item item = asked("policy", "no violation",
                      {"The document keeps the desk's policy (settings policy.*) over the whole ranges of its "
                       "parameters.",
                       "Belge, parametrelerinin bütün aralığında masanın kurallarına (policy.* ayarları) uyar."});
    if (!facts.policy_violations) return stands(std::move(item), Standing::not_measured, "not looked at");
    if (facts.policy_violations->empty()) return stands(std::move(item), Standing::passed, "none");
    return stands(std::move(item), Standing::failed, joined(*facts.policy_violations),
                  detail::keep_changed(facts, "mend what breaks the policy", "kuralı bozanı düzeltin"));
}

// The search.

Item of_search(const Facts& facts, Item item) {
    if (facts.optimization) item.evidence = facts.optimization->id;
    return item;
}

Sentence first_search(const Facts& facts) {
    return detail::search_again(facts, "search its parameters with bars kept out of sample",
                                "parametrelerini, örneklem dışı mumlar ayırarak arayın");
}

Item optimization_item(const Facts& facts) {
    Item item = of_search(
        facts, asked("optimization", "a whole search of these rules",
                     {"The values come from a search of these very rules, whose evidence, journal and tables are as "
                      "they were written: only then is it known how many tries stand behind them.",
                      "Değerler tam bu kuralların bir aramasından gelir; kanıtı, günlüğü ve tabloları yazıldığı gibi "
                      "durur: ancak o zaman arkalarında kaç deneme olduğu bilinir."}));
    if (!facts.optimization) return missing(std::move(item), first_search(facts));
    const OptimizationFacts& search = *facts.optimization;
    if (!search.problem.empty()) return stands(std::move(item), Standing::failed, search.problem, first_search(facts));
    if (!search.why_not_checked.empty())
        return stands(std::move(item), Standing::not_measured, search.why_not_checked,
                      {"raise promote.sets_max", "promote.sets_max değerini yükseltin"});
    return judged(
        std::move(item), search.differing_field.empty(),
        search.differing_field.empty() ? search.id : fmt::format("other rules: {} differs", search.differing_field),
        detail::search_again(facts, "search the rules of this version", "bu sürümün kurallarını arayın"));
}

Item values_item(const Facts& facts) {
    Item item = of_search(facts, asked("values", "those of one set",
                                       {"The default values are those of one set of that search, and that set, run "
                                        "alone again, comes to the same result.",
                                        "Varsayılan değerler o aramanın bir kümesinindir ve o küme tek başına yeniden "
                                        "koşulunca aynı sonuca varır."}));
    if (!facts.optimization || !facts.optimization->is_relied_on())
        return missing(std::move(item), facts.optimization ? detail::adopt_set(facts) : first_search(facts));
    const OptimizationFacts& search = *facts.optimization;
    if (!search.set_number)
        return stands(std::move(item), Standing::failed, "values of no ranked set", detail::adopt_set(facts));
    return judged(std::move(item), search.set_problem.empty(),
                  search.set_problem.empty() ? fmt::format("set {}", *search.set_number) : search.set_problem,
                  first_search(facts));
}

Item data_item(const Facts& facts) {
    Item item = of_search(facts, asked("same_data", "one data set, the whole period",
                                       {"Run and search used the same data set, byte for byte, and the run covers "
                                        "every bar of the search: a picked stretch proves nothing.",
                                        "Koşu ve arama baytı baytına aynı veri kümesini kullandı ve koşu aramanın her "
                                        "mumunu kapsar: seçilmiş bir parça hiçbir şeyi kanıtlamaz."}));
    if (!facts.backtest || !facts.backtest->was_run_again())
        return missing(std::move(item), detail::run_backtest(facts));
    if (!facts.optimization || !facts.optimization->is_relied_on())
        return missing(std::move(item), first_search(facts));
    if (!facts.optimization->has_same_data)
        return stands(std::move(item), Standing::failed, "other data", detail::run_backtest(facts));
    return judged(std::move(item), facts.optimization->has_whole_period,
                  facts.optimization->has_whole_period ? facts.backtest->data_set : "a part of the period",
                  detail::run_backtest(facts));
}

Item out_of_sample_item(const Facts& facts, const Thresholds& thresholds) {
    const std::string profit = thresholds.is_profit_wanted ? ", net above 0 there" : "";
    Item item = of_search(
        facts, asked("out_of_sample", fmt::format("at least {} %{}", shown(thresholds.holdout_pct_min, 0), profit),
                     {"Bars were kept out of the search, this set was looked at on them, and it earned there after "
                      "costs: values fit the bars they were chosen on.",
                      "Aramadan mumlar ayrıldı, bu küme onlarda denendi ve maliyetlerden sonra orada da kazandı: "
                      "değerler, seçildikleri mumlara zaten uyar."}));
    if (!facts.optimization || !facts.optimization->has_set()) return missing(std::move(item), first_search(facts));
    const OptimizationFacts& search = *facts.optimization;
    const std::string share = fmt::format("{} %", shown(search.holdout_pct, thresholds.holdout_pct_min));
    if (search.holdout_pct < thresholds.holdout_pct_min)
        return stands(std::move(item), Standing::failed, share,
                      detail::search_again(facts, "keep more bars out", "daha çok mum ayırın"));
    if (!search.is_holdout_opened)
        return stands(std::move(item), Standing::missing, fmt::format("{}, sealed", share),
                      {fmt::format("open it: spark optimize look {}", search.id),
                       fmt::format("açın: spark optimize look {}", search.id)});
    if (!search.is_finalist || !search.net_out_of_sample)
        return stands(std::move(item), Standing::missing, fmt::format("{}, this set was not looked at", share),
                      detail::adopt_set(facts));
    const double net = *search.net_out_of_sample;
    return judged(std::move(item), !thresholds.is_profit_wanted || net > 0,
                  fmt::format("{}, net {}", share, shown(net, 0)),
                  {"the edge did not last: change the rules, or search another idea",
                   "üstünlük sürmedi: kuralları değiştirin ya da başka bir fikri arayın"});
}

Item looks_item(const Facts& facts, const Thresholds& thresholds) {
    Item item = of_search(
        facts, asked("holdout_looks", fmt::format("at most {}", thresholds.holdout_looks_max),
                     {"The bars kept out were seen seldom, by whatever search: each look lets one choose once more, "
                      "and bars seen often are no longer out of sample.",
                      "Ayrılan mumlar, hangi aramayla olursa olsun, seyrek görüldü: her bakış yeniden seçme olanağı "
                      "verir; sık görülen mum artık örneklem dışı değildir."}));
    if (!facts.optimization || !facts.optimization->is_relied_on() || facts.optimization->holdout_pct <= 0)
        return missing(std::move(item), first_search(facts));
    const std::int64_t looks = facts.optimization->holdout_looks;
    return judged(std::move(item), looks <= thresholds.holdout_looks_max, std::to_string(looks),
                  detail::search_again(facts, "these bars are used up; search on data with newer bars",
                                       "bu mumlar tükendi; daha yeni mumları olan veriyle arayın"));
}

Item pbo_item(const Facts& facts, const Thresholds& thresholds) {
    Item item = of_search(facts, asked("pbo", fmt::format("at most {}", shown(thresholds.pbo_max, 0)),
                                       {"The best of one half of the history stays good in the other half: a high "
                                        "probability of overfitting says the search found noise.",
                                        "Geçmişin bir yarısının en iyisi öbür yarıda da iyi kalıyor: yüksek aşırı uyum "
                                        "olasılığı, aramanın gürültü bulduğunu söyler."}));
    if (!facts.optimization || !facts.optimization->is_relied_on() || !facts.optimization->pbo)
        return missing(std::move(item), first_search(facts));
    const double pbo = *facts.optimization->pbo;
    return judged(std::move(item), pbo <= thresholds.pbo_max, shown(pbo, thresholds.pbo_max),
                  detail::search_again(facts, "search fewer parameters, or more history",
                                       "daha az parametre ya da daha uzun geçmiş arayın"));
}

Item dsr_item(const Facts& facts, const Thresholds& thresholds) {
    Item item = of_search(
        facts, asked("dsr", fmt::format("at least {}", shown(thresholds.dsr_min, 1)),
                     {"The Sharpe ratio of this very set is above what the best of so many tries shows by luck "
                      "(deflated Sharpe ratio).",
                      "Tam bu kümenin Sharpe oranı, bu kadar denemenin en iyisinin şansla göstereceğinin üstünde "
                      "(indirgenmiş Sharpe oranı)."}));
    if (!facts.optimization || !facts.optimization->has_set() || !facts.optimization->dsr)
        return missing(std::move(item), first_search(facts));
    const double dsr = *facts.optimization->dsr;
    return judged(std::move(item), dsr >= thresholds.dsr_min, shown(dsr, thresholds.dsr_min),
                  detail::search_again(facts, "search fewer sets, or more history",
                                       "daha az küme ya da daha uzun geçmiş arayın"));
}

Item verdict_item(const Facts& facts) {
    Item item = of_search(facts, asked("verdict", "not luck",
                                       {"All tests of the search together do not say luck.",
                                        "Aramanın bütün sınamaları birlikte şans demiyor."}));
    if (!facts.optimization || !facts.optimization->is_relied_on() || facts.optimization->verdict.empty())
        return missing(std::move(item), first_search(facts));
    return judged(std::move(item), facts.optimization->verdict != "luck", facts.optimization->verdict,
                  {"the search found luck: change the rules, or search another idea",
                   "arama şans buldu: kuralları değiştirin ya da başka bir fikri arayın"});
}

// Said, not asked.

Item synthetic_item(const Facts& facts) {
    Item item = of_run(facts, asked("real_data", "a real market's",
                                    {"The data is of a real market; made-up data shows the way, not an edge.",
                                     "Veri gerçek bir piyasanındır; uydurma veri yolu gösterir, üstünlüğü değil."}));
    item.is_binding = false;
    if (!facts.backtest) return missing(std::move(item), detail::run_backtest(facts));
    const bool is_real = !facts.backtest->is_synthetic;
    return judged(std::move(item), is_real, is_real ? facts.backtest->data_set : "synthetic",
                  {"run and search on a real market's data: spark ingest csv",
                   "gerçek bir piyasanın verisiyle koşun ve arayın: spark ingest csv"});
}

Item paper_item(const Thresholds& thresholds) {
    Item item = asked("paper", fmt::format("at least {} days", thresholds.paper_days_min),
                      {"Days traded on paper: not built yet, so it is said and not asked.",
                       "Kâğıt üzerinde işlem günleri: henüz yapılmadı; bu yüzden söylenir, istenmez."});
    item.is_binding = false;
    return stands(std::move(item), Standing::not_measured, "not built yet");
}

}  // namespace

std::string_view to_text(Standing standing) {
    constexpr std::array<std::string_view, 4> names{"passed", "failed", "missing", "not_measured"};
    return names[static_cast<std::size_t>(standing)];
}

Checklist check(const Facts& facts, const Thresholds& thresholds) {
    Checklist list;
    list.items = {backtest_item(facts),
                  determinism_item(facts),
                  look_ahead_item(facts),
                  conservation_item(facts),
                  trades_item(facts, thresholds),
                  costs_item(facts),
                  limits_item(facts),
                  policy_item(facts),
                  optimization_item(facts),
                  values_item(facts),
                  data_item(facts),
                  out_of_sample_item(facts, thresholds),
                  looks_item(facts, thresholds),
                  pbo_item(facts, thresholds),
                  dsr_item(facts, thresholds),
                  verdict_item(facts),
                  synthetic_item(facts),
                  paper_item(thresholds)};
    list.may_promote = std::ranges::all_of(
        list.items, [](const Item& item) { return !item.is_binding || item.standing == Standing::passed; });
    return list;
}

}  // namespace spark::promotion
