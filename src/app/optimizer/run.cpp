#include "app/optimizer/run.hpp"

#include <fmt/format.h>
#include <time.h>

#include <cmath>

#include "adapters/store/evidence_folder.hpp"
#include "adapters/trials/heat_map_cells.hpp"
#include "adapters/trials/leaderboard.hpp"
#include "app/optimizer/assessment.hpp"
#include "app/optimizer/identity.hpp"
#include "app/optimizer/outputs.hpp"
#include "app/optimizer/search_run.hpp"
#include "app/verbs/run_inputs.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;
namespace fs = std::filesystem;

constexpr std::size_t attached_bytes_max = 8U << 20U;
constexpr std::size_t file_bytes_max = 1U << 30U;
constexpr int nonce_attempts_max = 5;

double thread_cpu_ms() {
    timespec spent{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

Json rounded_ms(double ms) { return Json(std::round(ms * 1000) / 1000); }

/// One run of an order, its parts in the order they come.
class OrderRun {
  public:
    OrderRun(verbs::Context& context, Bench& bench, std::string id, fs::path folder, Executor& executor,
             const Follower& follower)
        : context_(context),
          bench_(bench),
          id_(std::move(id)),
          folder_(std::move(folder)),
          executor_(executor),
          follower_(follower),
          watch_(context),
          cpu_begun_ms_(thread_cpu_ms()) {}

    Result<Finished> run() {
        // What is wrong with the search is said before there is a folder.
        SPARK_TRY(auto sampler, sampler_of(bench_));
        SPARK_TRY(trials::TrialFolder trials, open_trials());
        SearchRun search(context_, bench_, std::move(sampler), trials, executor_, follower_);
        SPARK_TRY(const SearchEnd end, search.run());
        timing_.set("search", rounded_ms(watch_.lap()));
        if (end == SearchEnd::cancelled) return Finished{.document = brief(search, true), .is_cancelled = true};
        if (follower_.is_cancelled()) return Finished{.document = brief(search, true), .is_cancelled = true};
        SPARK_TRY(rank(trials));
        if (bench_.order.has_assessment) {
            auto assessed = assess(context_, bench_, id_, trials, follower_);
            const bool is_cancelled = !assessed && assessed.error().fault == Fault::unavailable;
            if (is_cancelled && follower_.is_cancelled())
                return Finished{.document = brief(search, true), .is_cancelled = true};
            SPARK_TRY(assessment_, std::move(assessed));
            timing_.set("assessment", rounded_ms(watch_.lap()));
        }
        SPARK_TRY(write(trials, search));
        SPARK_TRY(Json document, finish(search, end));
        return Finished{.document = std::move(document)};
    }

  private:
    /// Begins a folder, or goes on with the one that is there.
    Result<trials::TrialFolder> open_trials() {
        const trials::TrialHeader header = header_of(bench_, id_);
        auto opened = trials::TrialFolder::open_to_resume(folder_);
        if (!opened && opened.error().fault == Fault::not_found) return trials::TrialFolder::create(folder_, header);
        if (!opened) return opened;
        SPARK_TRY(trials::check_same_order(opened->header(), header));
        return opened;
    }

    Result<void> rank(const trials::TrialFolder& trials) {
        SPARK_TRY(ranking_, trials.ranking());
        if (ranking_.empty()) return {};
        SPARK_TRY(const trials::TrialRow best, trials.row(ranking_.front()));
        best_ = set_json(bench_, best, 1);
        return {};
    }

    Result<void> write(const trials::TrialFolder& trials, const SearchRun& search) {
        Standing standing;
        standing.done = standing.expected = search.totals().sets;
        standing.phase = "writing";
        standing.best = search.best();
        follower_.standing(standing);
        SPARK_TRY(trials::write_leaderboard(trials, ranking_, folder_ / leaderboard_name));
        SPARK_TRY(add_file(leaderboard_name));
        SPARK_TRY(trials::write_unranked(trials, folder_ / unranked_name));
        SPARK_TRY(add_file(unranked_name));
        SPARK_TRY(trials::write_heat_maps(trials, folder_ / heat_map_name));
        SPARK_TRY(add_file(heat_map_name));
        if (!assessment_.is_null()) SPARK_TRY(write_json(assessment_name, assessment_));
        return write_json(best_name, best_document());
    }

    Json best_document() const {
        return Json::object()
            .set("schema", "spark.optimize-best/1")
            .set("id", id_)
            .set("objective", bench_.order.objective)
            .set("best", best_)
            .set("best_plateau", best_plateau());
    }

    Json best_plateau() const {
        const Json* const found = assessment_.find("best_plateau");
        return found == nullptr ? Json(nullptr) : *found;
    }

    Result<void> write_json(std::string_view name, const Json& json) {
        SPARK_TRY(replace_file(folder_ / name, wire::to_pretty_text(json)));
        return add_file(name);
    }

    Result<void> add_file(std::string_view name) {
        SPARK_TRY(audit::FileRecord record, record_of(folder_, name));
        records_.push_back(std::move(record));
        return {};
    }

    /// What is known before the evidence is written.
    Json brief(const SearchRun& search, bool is_cancelled) const {
        const SearchTotals& totals = search.totals();
        Json json = Json::object();
        json.set("schema", "spark.optimize/1").set("id", id_).set("created_at", format_iso8601(context_.now()));
        json.set("method", search::method_name(bench_.order.method));
        json.set("sets", totals.sets).set("refused", totals.refused);
        json.set("bars", bench_.bars).set("bar_steps", totals.bar_steps);
        json.set("objective", bench_.order.objective);
        if (is_cancelled)
            json.set("is_cancelled", true).set("folder", fs::absolute(folder_).lexically_normal().string());
        return json;
    }

    Result<Json> finish(const SearchRun& search, SearchEnd end) {
        Json json = brief(search, false);
        json.set("ended", end == SearchEnd::time_up ? "time" : "complete").set("ranked", ranking_.size());
        json.set("best", best_).set("best_plateau", best_plateau()).set("assessment", assessment_);
        json.set("space", space_json()).set("order", bench_.order.json());
        json.set("files", records_json(records_));
        timing_.set("writing", rounded_ms(watch_.lap())).set("total", rounded_ms(watch_.total()));
        json.set("timing_ms", timing_);
        json.set("cpu_ms", rounded_ms(executor_.cpu_ms() + thread_cpu_ms() - cpu_begun_ms_));
        json.set("workers", executor_.workers());
        json.set("evidence", fmt::format("evidence/optimization/{}.json", id_));
        json.set("folder", fs::absolute(folder_).lexically_normal().string());
        SPARK_TRY(json, keep_evidence(std::move(json)));
        SPARK_TRY(write_json(document_name, json));
        SPARK_TRY(write_manifest(folder_, id_, records_));
        return json;
    }

    Json space_json() const {
        Json axes = Json::array();
        for (const search::Axis& axis : bench_.space->axes())
            axes.push(Json::object()
                          .set("parameter", axis.spec().name)
                          .set("range", axis.text())
                          .set("values", axis.count())
                          .set("is_log", axis.is_log()));
        const UInt128 count = bench_.space->count();
        constexpr auto most = static_cast<UInt128>(INT64_MAX);
        return Json::object()
            .set("axes", std::move(axes))
            .set("sets", static_cast<std::int64_t>(count < most ? count : most));
    }

    /// Evidence of this id that is there already was written by a run that was killed just after.
    Result<Json> keep_evidence(Json document) {
        SPARK_TRY(const store::EvidenceFolder evidence,
                  store::EvidenceFolder::open(fs::path(verbs::data_dir(context_)) / "evidence"));
        if (auto stored = evidence.read(id_)) return std::move(stored->document);
        store::EvidenceRun kept;
        kept.kind = "optimization";
        kept.id = id_;
        kept.created_at = context_.now();
        kept.document = document;
        SPARK_TRY(kept.inputs, verbs::inputs_of_run(context_, bench_.loaded.all_data_sets(), bench_.strategy_text));
        kept.attachments.push_back({"strategy.txt", bench_.strategy_text});
        for (const audit::FileRecord& record : records_) {
            // Large tables stay in the folder; the document has their digests.
            if (record.size_bytes > attached_bytes_max) continue;
            SPARK_TRY(std::string bytes, read_file(folder_ / record.name, file_bytes_max));
            kept.attachments.push_back({record.name, std::move(bytes)});
        }
        kept.nonce = context_.new_nonce();
        auto written = evidence.write(kept);
        for (int attempt = 1; !written && written.error().fault == Fault::conflict && attempt < nonce_attempts_max;
             ++attempt) {
            kept.nonce = context_.new_nonce();
            written = evidence.write(kept);
        }
        SPARK_TRY(written);
        context_.metrics.add("spark_evidence_written_total");
        return document;
    }

    verbs::Context& context_;
    Bench& bench_;
    std::string id_;
    fs::path folder_;
    Executor& executor_;
    const Follower& follower_;
    verbs::Stopwatch watch_;
    double cpu_begun_ms_;
    Json timing_ = Json::object();
    std::vector<std::uint64_t> ranking_;
    Json best_;        ///< Null: nothing is ranked.
    Json assessment_;  ///< Null: not asked for.
    std::vector<audit::FileRecord> records_;
};

}  // namespace

Result<Finished> run_order(verbs::Context& context, Bench& bench, std::string id, const fs::path& folder,
                           Executor& executor, const Follower& follower) {
    return OrderRun(context, bench, std::move(id), folder, executor, follower).run();
}

}  // namespace spark::optimizer
