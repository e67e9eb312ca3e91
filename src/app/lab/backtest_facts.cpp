#include "app/lab/backtest_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "adapters/store/evidence_reader.hpp"
#include "app/lab/own_values.hpp"
#include "app/verbs/backtest_case.hpp"
#include "app/verbs/backtest_replay.hpp"
#include "app/verbs/evidence_verb.hpp"
#include "app/verbs/strategy_json.hpp"
#include "engine/backtest/result_hash.hpp"

namespace spark::lab {
namespace {

using wire::Json;

/// Manifests that are read to find a version's runs: some 0.1 ms each.
constexpr std::size_t runs_max = 5'000;
/// Runs of one version that are weighed against each other.
constexpr std::size_t candidates_max = 20;

std::string words_of(const Error& error) {
    return error.place.empty() ? error.message : fmt::format("{}: {}", error.place, error.message);
}

/// A run that may be the one, before it is made again.
struct Candidate {
    RunEvidence run;
    std::optional<store::StoredEvidence> stored{};
    bool has_search_data = false;
    bool seems_to_cost = false;
    std::size_t age = 0;  ///< 0: the newest.

    auto worth() const {
        return std::tuple(run.facts.problem.empty(), run.facts.has_own_values, has_search_data, seems_to_cost);
    }
};

/// What the run was asked is what the version says, with its own values.
Result<bool> has_own_values(const verbs::CaseRequest& request, const strategy::Definition& definition) {
    if (request.strategies.size() != 1 || request.data_sets.size() != 1) return false;
    const verbs::AskedStrategy& asked = request.strategies.front();
    if (verbs::strategy_sha256(asked.definition) != verbs::strategy_sha256(definition))
        return fail(Fault::corrupt, "its strategy.txt is not the version its manifest names");
    return asked.values == own_values(definition);
}

Result<std::int64_t> time_of(const Json& document, std::string_view key) {
    SPARK_TRY(const Json* const period, document.at("period"));
    SPARK_TRY(const std::string text, period->string_at(key));
    SPARK_TRY(const WallTime time, parse_iso8601(text));
    return time.time_since_epoch().count();
}

Result<void> weigh(const store::EvidenceFolder& evidence, const audit::IndexEntry& entry,
                   const strategy::Definition& definition, const std::optional<SearchEvidence>& search,
                   Candidate& candidate) {
    RunEvidence& run = candidate.run;
    SPARK_TRY(candidate.stored, evidence.read_entry(entry));
    const Json& document = candidate.stored->document;
    SPARK_TRY(run.facts.result_hash, document.string_at("result_hash"));
    SPARK_TRY(const Json* const data_set, document.at("dataset"));
    SPARK_TRY(run.facts.data_set, data_set->string_at("id"));
    run.facts.is_synthetic = data_set->bool_at("synthetic").value_or(false);
    run.data_sets = candidate.stored->manifest.inputs.data_sets;
    SPARK_TRY(run.first_open_ns, time_of(document, "first"));
    SPARK_TRY(run.last_open_ns, time_of(document, "last"));
    SPARK_TRY(const verbs::CaseRequest request, verbs::request_of_evidence(*candidate.stored));
    SPARK_TRY(run.facts.has_own_values, has_own_values(request, definition));
    candidate.seems_to_cost = !request.rules.costs.charges_nothing();
    candidate.has_search_data = search && run.data_sets == search->data_sets &&
                                run.first_open_ns <= search->first_open_ns && run.last_open_ns >= search->last_open_ns;
    return {};
}

/// The run made again, with every check of a run.
Result<void> run_again(verbs::Context& context, const store::StoredEvidence& stored, std::int64_t bars_max,
                       promotion::BacktestFacts& facts) {
    SPARK_TRY(verbs::CaseRequest request, verbs::request_of_evidence(stored));
    request.out_of_sample_pct = 0;
    verbs::LoadedCase loaded;
    SPARK_TRY(loaded.load(context, std::move(request)));
    std::int64_t bars = 0;
    for (const backtest::CaseBook& book : loaded.asked().books) bars += static_cast<std::int64_t>(book.candles.size());
    if (bars > bars_max) {
        facts.why_not_again = fmt::format("{} bars, run here are at most {}", bars, bars_max);
        return {};
    }
    verbs::Stopwatch watch(context);
    verbs::ComputedCase made;
    SPARK_TRY(verbs::compute_case(loaded, watch, made));
    const portfolio::CostModel& costs = loaded.asked().rules.costs;
    facts.result_hash_again = backtest::result_hash(made.outcome);
    facts.trades = made.metrics.trades;
    facts.look_ahead_passed = !made.look_ahead.first_difference;
    facts.conservation_passed = !made.conservation.first_difference;
    facts.has_costs =
        made.metrics.fees > Notional{} || costs.slippage_bps > 0 || costs.half_spread_bps > 0 || costs.impact_bps > 0;
    return {};
}

}  // namespace

Result<RunsByStrategy> runs_of(const store::EvidenceFolder& evidence,
                               const std::vector<std::string>& strategy_sha256s) {
    SPARK_TRY(const store::EvidenceList list, evidence.list("backtest"));
    const store::EvidenceFolderReader reader(evidence.root());
    RunsByStrategy runs;
    std::size_t looked = 0;
    for (auto entry = list.entries.rbegin(); entry != list.entries.rend() && looked < runs_max; ++entry, ++looked) {
        const auto manifest = audit::verify_manifest(reader, entry->kind, entry->id, *entry);
        if (!manifest || std::ranges::count(strategy_sha256s, manifest->inputs.strategy_sha256) == 0) continue;
        runs[manifest->inputs.strategy_sha256].push_back(*entry);
    }
    return runs;
}

std::optional<RunEvidence> find_run(verbs::Context& context, const store::EvidenceFolder& evidence,
                                    const std::vector<audit::IndexEntry>& runs, const strategy::Definition& definition,
                                    const std::optional<SearchEvidence>& search, std::int64_t bars_max) {
    std::vector<Candidate> candidates;
    for (std::size_t at = 0; at < std::min(runs.size(), candidates_max); ++at) {
        Candidate& candidate = candidates.emplace_back();
        candidate.age = at;
        candidate.run.facts.id = runs[at].id;
        candidate.run.manifest_sha256 = runs[at].manifest_sha256;
        candidate.run.created_at = runs[at].created_at;
        const auto whole = weigh(evidence, runs[at], definition, search, candidate);
        if (!whole) candidate.run.facts.problem = words_of(whole.error());
    }
    std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
        return a.worth() == b.worth() ? a.age < b.age : a.worth() > b.worth();
    });
    Candidate* best = candidates.empty() ? nullptr : &candidates.front();
    for (Candidate& candidate : candidates) {
        if (!candidate.run.facts.is_relied_on()) break;
        const auto verified = evidence.verify(candidate.run.facts.id, verbs::data_set_digests(context));
        if (!verified) candidate.run.facts.problem = words_of(verified.error());
        if (!verified) continue;
        best = &candidate;
        break;
    }
    if (best == nullptr) return std::nullopt;
    promotion::BacktestFacts& facts = best->run.facts;
    if (!facts.is_relied_on()) return std::move(best->run);
    const auto again = run_again(context, *best->stored, bars_max, facts);
    if (!again) facts.problem = words_of(again.error());
    return std::move(best->run);
}

}  // namespace spark::lab
