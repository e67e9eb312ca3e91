#include "app/lab/promotion_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "adapters/store/evidence_folder.hpp"
#include "app/lab/backtest_facts.hpp"
#include "app/lab/optimization_facts.hpp"
#include "app/lab/policy_settings.hpp"
#include "app/lab/proposal.hpp"
#include "app/verbs/strategy_json.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::lab {
namespace {

using wire::Json;
namespace fs = std::filesystem;

double approx(std::int64_t units) { return static_cast<double>(units) / static_cast<double>(units_per_one); }

/// Absent, 0, or a parameter whose default is 0. Other expressions are the policy's to judge.
bool is_none(const strategy::Document& document, const strategy::Formula& formula) {
    if (formula.empty()) return true;
    const auto named = std::ranges::find(document.parameters, formula.text, &strategy::ParameterSpec::name);
    if (named != document.parameters.end()) return named->fallback <= 0;
    const auto number = parse_units(formula.text);
    return number && number->units <= 0;
}

/// A side that opens positions and never says when they have gone wrong enough.
bool lacks_stop(const strategy::Document& document, const std::optional<strategy::SideRules>& side) {
    return side && !side->enter.empty() && is_none(document, side->stop_loss.amount) &&
           is_none(document, side->trailing_stop.amount);
}

std::vector<std::string> missing_limits(const strategy::Document& document) {
    std::vector<std::string> missing;
    if (lacks_stop(document, document.long_side) || lacks_stop(document, document.short_side))
        missing.emplace_back("stop_loss");
    if (is_none(document, document.risk.max_drawdown_pct)) missing.emplace_back("max_drawdown_pct");
    if (is_none(document, document.risk.daily_loss_pct)) missing.emplace_back("daily_loss_pct");
    return missing;
}

/// The rules of the desk's policy that the document breaks, each with its field.
std::vector<std::string> broken_rules(const verbs::Context& context, const strategy::Document& document) {
    std::vector<std::string> broken;
    for (const policy::Violation& violation : policy::check(document, policy_of(context.settings)))
        broken.push_back(violation.path.empty() ? violation.rule
                                                : fmt::format("{} ({})", violation.rule, violation.path));
    return broken;
}

/// The data set's id without its version, as commands take it.
std::string plain_data_set(const std::vector<audit::DataSetRecord>& records) {
    if (records.empty()) return {};
    return records.front().id.substr(0, records.front().id.find('@'));
}

/// What only both together say.
void compare(const RunEvidence& run, SearchEvidence& search) {
    search.facts.has_same_data = run.data_sets == search.data_sets;
    search.facts.has_whole_period = search.last_open_ns != 0 && run.first_open_ns <= search.first_open_ns &&
                                    run.last_open_ns >= search.last_open_ns;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json item_json(const promotion::Item& item) {
    return Json::object()
        .set("name", item.name)
        .set("standing", promotion::to_text(item.standing))
        .set("found", item.found)
        .set("wanted", item.wanted)
        .set("evidence", item.evidence)
        .set("en", item.en)
        .set("tr", item.tr)
        .set("remedy", Json::object().set("en", item.remedy_en).set("tr", item.remedy_tr))
        .set("is_binding", item.is_binding);
}

Json thresholds_json(const promotion::Thresholds& thresholds) {
    return Json::object()
        .set("trades_min", thresholds.trades_min)
        .set("pbo_max", thresholds.pbo_max)
        .set("dsr_min", thresholds.dsr_min)
        .set("holdout_looks_max", thresholds.holdout_looks_max)
        .set("holdout_pct_min", thresholds.holdout_pct_min)
        .set("profit_wanted", thresholds.is_profit_wanted)
        .set("paper_days_min", thresholds.paper_days_min);
}

}  // namespace

promotion::Thresholds promotion_thresholds(const verbs::Context& context) {
    const config::Settings& settings = context.settings;
    return {.trades_min = settings.integer("promote.trades_min"),
            .pbo_max = approx(settings.decimal_units("promote.pbo_max")),
            .dsr_min = approx(settings.decimal_units("promote.dsr_min")),
            .holdout_looks_max = settings.integer("promote.holdout_looks_max"),
            .holdout_pct_min = approx(settings.decimal_units("promote.holdout_pct_min")),
            .is_profit_wanted = settings.flag("promote.profit_wanted"),
            .paper_days_min = settings.integer("promote.paper_days_min")};
}

Result<PromotionCheck> check_promotion(verbs::Context& context, std::string_view name,
                                       std::optional<std::uint32_t> version) {
    SPARK_TRY(verbs::KeptStrategy strategy, verbs::load_kept(context, name, version));
    const std::int64_t bars_max = context.settings.integer("promote.bars_max");
    const std::int64_t sets_max = context.settings.integer("promote.sets_max");
    SPARK_TRY(const auto evidence, store::EvidenceFolder::open(fs::path(verbs::data_dir(context)) / "evidence"));
    const strategy::Definition& definition = strategy.definition;
    promotion::Facts facts{.strategy = std::string(definition.name()),
                           .version = strategy.kept.version,
                           .sha256 = verbs::strategy_sha256(definition)};
    if (!definition.parameters().empty()) facts.parameter = definition.parameters().front().name;
    facts.missing_limits = missing_limits(*definition.document());
    facts.policy_violations = broken_rules(context, *definition.document());

    SPARK_TRY(auto search, find_search(context, evidence, strategy, sets_max, bars_max));
    SPARK_TRY(const std::vector<std::string> identities, identities_on_the_way(context, strategy));
    SPARK_TRY(const RunsByStrategy runs, runs_of(evidence, identities));
    const auto own_runs = runs.find(facts.sha256);
    std::optional<RunEvidence> run;
    if (own_runs != runs.end()) run = find_run(context, evidence, own_runs->second, definition, search, bars_max);
    if (run && search) compare(*run, *search);
    if (run) facts.backtest = run->facts;
    if (search) facts.optimization = search->facts;
    facts.data_set = plain_data_set(search && !search->data_sets.empty() ? search->data_sets
                                    : run                                ? run->data_sets
                                                                         : std::vector<audit::DataSetRecord>{});

    SPARK_TRY(const auto proposal, open_proposal(context, name, facts.version, facts.sha256));
    SPARK_TRY(Lineage lineage,
              lineage_of(context, evidence, strategy, runs, {.search = &search, .run = &run, .proposal = &proposal}));
    const promotion::Thresholds thresholds = promotion_thresholds(context);
    PromotionCheck check{.strategy = std::move(strategy),
                         .facts = std::move(facts),
                         .thresholds = thresholds,
                         .list = {},
                         .lineage = std::move(lineage)};
    check.list = promotion::check(check.facts, thresholds);
    if (proposal) check.proposal = proposal->id;
    return check;
}

Json lineage_part_json(const Lineage& lineage) {
    Json rows = Json::array();
    for (const promotion::Link& link : lineage.links) rows.push(promotion::link_json(link));
    return Json::object()
        .set("links", std::move(rows))
        .set("head", promotion::head_of(lineage.links))
        .set("is_whole", lineage.is_whole && promotion::verify(lineage.links).has_value());
}

Json check_json(const PromotionCheck& check) {
    const promotion::Facts& facts = check.facts;
    Json items = Json::array();
    for (const promotion::Item& item : check.list.items) items.push(item_json(item));
    Json json = Json::object();
    json.set("schema", "spark.promotion_check/1").set("strategy", facts.strategy).set("version", facts.version);
    json.set("sha256", facts.sha256).set("may_promote", check.list.may_promote).set("items", std::move(items));
    json.set("thresholds", thresholds_json(check.thresholds));
    json.set("backtest", facts.backtest ? Json(facts.backtest->id) : Json(nullptr));
    json.set("optimization", facts.optimization ? Json(facts.optimization->id) : Json(nullptr));
    const bool has_set = facts.optimization && facts.optimization->set_number;
    json.set("set", has_set ? Json(*facts.optimization->set_number) : Json(nullptr));
    json.set("proposal", text_or_null(check.proposal));
    return json.set("lineage", lineage_part_json(check.lineage));
}

}  // namespace spark::lab
