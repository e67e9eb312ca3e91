#include "app/lab/optimization_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "adapters/trials/check_folder.hpp"
#include "app/lab/own_values.hpp"
#include "app/optimizer/identity.hpp"
#include "app/optimizer/outputs.hpp"
#include "app/optimizer/set_again.hpp"
#include "app/optimizer/set_facts.hpp"
#include "app/verbs/evidence_verb.hpp"
#include "app/verbs/strategy_json.hpp"
#include "engine/strategy/default_values.hpp"
#include "foundation/base/files.hpp"

namespace spark::lab {
namespace {

using wire::Json;
namespace fs = std::filesystem;

constexpr std::size_t strategy_bytes_max = 16U << 20U;
constexpr std::size_t assessment_bytes_max = 64U << 20U;
/// Searches without an origin that name them are looked for among so many of the newest …
constexpr std::size_t searches_max = 500;
/// … and so many of the same rules are looked at whole.
constexpr std::size_t candidates_max = 3;

std::string words_of(const Error& error) {
    return error.place.empty() ? error.message : fmt::format("{}: {}", error.place, error.message);
}

/// The tables of the folder are those the evidence tells of; the assessment may have been made anew by a look.
Result<void> check_same_files(const Json& document, const Json& manifest) {
    SPARK_TRY(const auto files, document.array_at("files"));
    SPARK_TRY(const auto listed, manifest.array_at("files"));
    for (const Json& file : files) {
        SPARK_TRY(const std::string name, file.string_at("name"));
        if (name == optimizer::assessment_name) continue;
        const auto same = std::ranges::find_if(listed, [&](const Json& row) {
            return row.string_at("name").value_or("") == name &&
                   row.string_at("sha256").value_or("-") == file.string_at("sha256").value_or("");
        });
        if (same == listed.end())
            return fail(Fault::corrupt, "it is not the file that the evidence tells of", name,
                        "the folder was changed after it was written; run the optimization again");
    }
    return {};
}

std::string verdict_of(const Json* assessment) {
    const Json* const verdict = assessment == nullptr ? nullptr : assessment->find("verdict");
    return verdict == nullptr ? std::string() : verdict->string_at("verdict").value_or("");
}

std::optional<double> number_at(const Json* json, std::string_view part, std::string_view key) {
    const Json* const inner = json == nullptr ? nullptr : json->find(part);
    const Json* const value = inner == nullptr ? nullptr : inner->find(key);
    if (value == nullptr) return std::nullopt;
    const auto number = value->as_double();
    return number ? std::optional(*number) : std::nullopt;
}

/// One search, checked step by step. Each step's error is what is wrong with it.
class SearchCheck {
  public:
    SearchCheck(verbs::Context& context, const store::EvidenceFolder& evidence, const verbs::KeptStrategy& strategy,
                SearchEvidence& found)
        : context_(context), evidence_(evidence), strategy_(strategy), found_(found) {}

    /// What its evidence says. Errors: corrupt and those of reading.
    Result<void> read(const audit::IndexEntry& entry) {
        SPARK_TRY(stored_, evidence_.read_entry(entry));
        found_.data_sets = stored_->manifest.inputs.data_sets;
        found_.facts.method = stored_->document.string_at("method").value_or("");
        SPARK_TRY(const strategy::Definition searched, searched_definition(evidence_, *stored_));
        strategy_text_ = searched.canonical_text();
        found_.searched_sha256 = verbs::strategy_sha256(searched);
        found_.facts.differing_field =
            strategy::first_other_rule(*searched.document(), *strategy_.definition.document());
        SPARK_TRY(evidence_.verify(entry.id, verbs::data_set_digests(context_)));
        return {};
    }

    /// Why it is not looked at whole; empty: it is.
    std::string too_large(std::int64_t sets_max, std::int64_t bars_max) const {
        const std::int64_t sets = stored_->document.int64_at("sets").value_or(0);
        const std::int64_t bars = stored_->document.int64_at("bars").value_or(0);
        if (sets > sets_max) return fmt::format("{} sets, checked here are at most {}", sets, sets_max);
        if (bars > bars_max) return fmt::format("{} bars, run here are at most {}", bars, bars_max);
        return {};
    }

    /// Folder, journal, tables, and the set. Errors: what is wrong.
    Result<void> check() {
        const std::string& id = stored_->entry.id;
        SPARK_TRY(const fs::path folder, optimizer::folder_of(context_, id));
        SPARK_TRY(const Json manifest, optimizer::check_manifest(folder));
        if (manifest.string_at("id").value_or("") != id)
            return fail(Fault::corrupt, "the folder is another optimization's", folder.string());
        SPARK_TRY(check_same_files(stored_->document, manifest));
        SPARK_TRY(const trials::TrialFolder trials, trials::TrialFolder::open_to_read(folder));
        SPARK_TRY(trials::check_folder(folder));
        optimizer::Bench bench;
        SPARK_TRY(optimizer::bench_of_finished(context_, trials, strategy_text_, bench));
        const auto& times = bench.loaded.asked().books.front().candles.open_time_ns;
        found_.first_open_ns = times.front();
        found_.last_open_ns = times.back();
        SPARK_TRY(read_holdout(bench));
        SPARK_TRY(read_assessment(folder));
        return read_set(bench, trials);
    }

  private:
    Result<void> read_holdout(const optimizer::Bench& bench) {
        promotion::OptimizationFacts& facts = found_.facts;
        // As it was asked for: of few bars no whole number may be 30 %.
        if (!bench.order.out_of_sample.empty()) {
            SPARK_TRY(const std::int64_t share, verbs::out_of_sample_pct(bench.order.out_of_sample));
            facts.holdout_pct = static_cast<double>(share) / static_cast<double>(units_per_one);
        }
        SPARK_TRY(const auto standing, optimizer::holdout_standing(context_, bench, facts.id));
        facts.holdout_looks = static_cast<std::int64_t>(standing.looks);
        facts.is_holdout_opened = standing.is_opened;
        return {};
    }

    /// The evidence's own, which the chain vouches for; a look's newer one may only make the verdict worse.
    Result<void> read_assessment(const fs::path& folder) {
        assessment_ = stored_->document.find("assessment");
        if (assessment_ == nullptr || !assessment_->is_object()) {
            assessment_ = nullptr;
            return {};
        }
        promotion::OptimizationFacts& facts = found_.facts;
        facts.pbo = number_at(assessment_, "overfitting", "pbo");
        facts.verdict = verdict_of(assessment_);
        SPARK_TRY(const std::string text, read_file(folder / optimizer::assessment_name, assessment_bytes_max));
        SPARK_TRY(const Json newest, wire::parse_json(text));
        if (verdict_of(&newest) == "luck") facts.verdict = "luck";
        return {};
    }

    bool was_looked_at(std::uint64_t number) const {
        if (assessment_ == nullptr) return false;
        const auto finalists = assessment_->array_at("finalists");
        return finalists && std::ranges::any_of(*finalists, [&](const Json& row) {
                   return row.int64_at("number").value_or(-1) == static_cast<std::int64_t>(number);
               });
    }

    Result<void> read_set(const optimizer::Bench& bench, const trials::TrialFolder& trials) {
        promotion::OptimizationFacts& facts = found_.facts;
        const std::vector<std::int64_t> values = own_values(strategy_.definition);
        SPARK_TRY(const auto number, optimizer::set_with_values(bench, trials, values));
        if (!number) return {};
        facts.set_number = static_cast<std::int64_t>(*number);
        const auto& origin = strategy_.kept.origin;
        if (origin && origin->optimization == facts.id && origin->set != *facts.set_number)
            facts.set_problem =
                fmt::format("the origin says set {}, the values are those of set {}", origin->set, *facts.set_number);
        SPARK_TRY(const trials::TrialRow row, trials.row(*number));
        facts.result_hash = "sha256:" + row.outcome.result_hash.hex();
        facts.has_costs = !bench.loaded.asked().rules.costs.charges_nothing() &&
                          (row.outcome.figures.fees > Notional{} || moves_prices(bench));
        if (const auto again = optimizer::check_set(context_, bench, row); !again)
            facts.set_problem = words_of(again.error());
        if (assessment_ != nullptr && assessment_->find("sharpe") != nullptr) {
            SPARK_TRY(facts.dsr, optimizer::deflated_sharpe_of_set(bench, values, *assessment_->find("sharpe"),
                                                                   static_cast<std::uint64_t>(facts.holdout_looks)));
        }
        facts.is_finalist = was_looked_at(*number);
        // What nobody has looked at is not looked at here either: that would be one more look.
        if (bench.holdout_bars == 0 || !facts.is_holdout_opened || !facts.is_finalist) return {};
        SPARK_TRY(const Notional net, optimizer::net_out_of_sample(bench, values));
        facts.net_out_of_sample = static_cast<double>(net.units()) / static_cast<double>(units_per_one);
        return {};
    }

    static bool moves_prices(const optimizer::Bench& bench) {
        const portfolio::CostModel& costs = bench.loaded.asked().rules.costs;
        return costs.slippage_bps > 0 || costs.half_spread_bps > 0 || costs.impact_bps > 0;
    }

    verbs::Context& context_;
    const store::EvidenceFolder& evidence_;
    const verbs::KeptStrategy& strategy_;
    SearchEvidence& found_;
    std::optional<store::StoredEvidence> stored_;
    std::string strategy_text_;
    const Json* assessment_ = nullptr;
};

SearchEvidence checked(verbs::Context& context, const store::EvidenceFolder& evidence,
                       const verbs::KeptStrategy& strategy, const audit::IndexEntry& entry, std::int64_t sets_max,
                       std::int64_t bars_max) {
    SearchEvidence found;
    found.facts.id = entry.id;
    found.manifest_sha256 = entry.manifest_sha256;
    found.created_at = entry.created_at;
    SearchCheck check(context, evidence, strategy, found);
    if (const auto read = check.read(entry); !read) {
        found.facts.problem = words_of(read.error());
        return found;
    }
    if (!found.facts.differing_field.empty()) return found;
    found.facts.why_not_checked = check.too_large(sets_max, bars_max);
    if (!found.facts.why_not_checked.empty()) return found;
    if (const auto done = check.check(); !done) found.facts.problem = words_of(done.error());
    return found;
}

/// Whether it searched these rules, by its files as they lie there: what is found is checked afterwards.
bool seems_same(const store::EvidenceFolder& evidence, const std::string& id, const verbs::KeptStrategy& strategy) {
    const auto text = read_file(evidence.root() / "optimization" / id / "strategy.txt", strategy_bytes_max);
    if (!text || !text->starts_with('{')) return false;
    const auto searched = strategy::read_document(*text, "strategy.txt", strategy::DocumentSyntax::json);
    return searched && strategy::first_other_rule(*searched, *strategy.definition.document()).empty();
}

}  // namespace

Result<strategy::Definition> searched_definition(const store::EvidenceFolder& evidence,
                                                 const store::StoredEvidence& stored) {
    SPARK_TRY(const std::string text, evidence.read_file_of(stored, "strategy.txt", strategy_bytes_max));
    if (!text.starts_with('{'))
        return fail(Fault::conflict, "the search is of a built-in strategy that is no document", stored.entry.id);
    return strategy::load_definition(text, "strategy.txt", strategy::DocumentSyntax::json);
}

Result<std::optional<SearchEvidence>> find_search(verbs::Context& context, const store::EvidenceFolder& evidence,
                                                  const verbs::KeptStrategy& strategy, std::int64_t sets_max,
                                                  std::int64_t bars_max) {
    SPARK_TRY(const store::EvidenceList list, evidence.list("optimization"));
    const auto& origin = strategy.kept.origin;
    if (origin && !origin->optimization.empty()) {
        const auto named = std::ranges::find(list.entries, origin->optimization, &audit::IndexEntry::id);
        if (named != list.entries.end())
            return std::optional(checked(context, evidence, strategy, *named, sets_max, bars_max));
        SearchEvidence none;
        none.facts.id = origin->optimization;
        none.facts.problem = "the version's origin names an optimization without evidence";
        return std::optional(std::move(none));
    }
    std::optional<SearchEvidence> best;
    std::size_t looked = 0;
    std::size_t candidates = 0;
    for (auto entry = list.entries.rbegin(); entry != list.entries.rend(); ++entry) {
        if (++looked > searches_max || candidates == candidates_max) break;
        if (!seems_same(evidence, entry->id, strategy)) continue;
        ++candidates;
        SearchEvidence found = checked(context, evidence, strategy, *entry, sets_max, bars_max);
        const bool has_set = found.facts.has_set();
        if (!best || has_set) best = std::move(found);
        if (has_set) break;
    }
    return best;
}

}  // namespace spark::lab
