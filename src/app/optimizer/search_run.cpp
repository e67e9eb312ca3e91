#include "app/optimizer/search_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spark::optimizer {
namespace {

using namespace std::chrono_literals;

constexpr int wait_ms = 50;  // An answer to Ctrl-C is due within 200 ms.
constexpr auto standing_interval = 200ms;
constexpr auto sync_interval = 1s;         // What a power cut may take.
constexpr std::size_t pace_kept_max = 25;  // Five seconds of standings.

search::SearchOptions options_of(const Order& order) {
    search::SearchOptions options;
    options.method = order.method;
    options.seed = order.seed;
    options.trials_max = order.trials_max;
    options.batch = order.batch;
    return options;
}

}  // namespace

bool ranks_before(const trials::TrialRow& a, const trials::TrialRow& b) {
    if (*a.objective != *b.objective) return *a.objective > *b.objective;
    const std::int64_t net_a = a.outcome.figures.net.units();
    const std::int64_t net_b = b.outcome.figures.net.units();
    return net_a != net_b ? net_a > net_b : a.number < b.number;
}

Result<std::unique_ptr<search::Sampler>> sampler_of(const Bench& bench) {
    std::vector<search::Condition> conditions;
    for (const std::string& text : bench.order.where) {
        SPARK_TRY(search::Condition condition, search::Condition::compile(text, bench.definition().parameters()));
        conditions.push_back(std::move(condition));
    }
    return search::make_sampler(*bench.space, std::move(conditions), options_of(bench.order));
}

SearchRun::SearchRun(verbs::Context& context, const Bench& bench, std::unique_ptr<search::Sampler> sampler,
                     trials::TrialFolder& folder, Executor& executor, const Follower& follower)
    : context_(context),
      bench_(bench),
      folder_(folder),
      executor_(executor),
      follower_(follower),
      sampler_(std::move(sampler)) {}

Result<SearchEnd> SearchRun::run() {
    begun_ = said_ = synced_ = context_.steady_now();
    SPARK_TRY(replay());
    auto end = search();
    if (!end || *end != SearchEnd::complete) executor_.stop();
    // What was done when it stopped is kept, also when something else went wrong.
    auto last = take_results(0);
    if (last) last = folder_.sync();
    if (!end) return end;
    SPARK_TRY(last);
    say_standing(true);
    return end;
}

Result<void> SearchRun::replay() {
    const Result<void> read = folder_.for_each([&](const trials::TrialRow& row) {
        if (row.number >= replayed_.size()) replayed_.resize(row.number + 1, std::numeric_limits<double>::quiet_NaN());
        replayed_[row.number] = row.objective.value_or(std::numeric_limits<double>::quiet_NaN());
        count(row);
        return true;
    });
    done_before_ = totals_.sets;
    return read;
}

Result<SearchEnd> SearchRun::search() {
    while (true) {
        if (follower_.is_cancelled()) return SearchEnd::cancelled;
        if (is_time_up()) return SearchEnd::time_up;
        const bool is_paused = follower_.is_paused();
        if (!is_paused) SPARK_TRY(give_more());
        const bool is_idle = executor_.under_way() == 0 && under_way_.empty();
        if (is_idle && !is_paused && sampler_->is_over()) return SearchEnd::complete;
        SPARK_TRY(take_results(wait_ms));
        say_standing(false);
    }
}

Result<void> SearchRun::give_more() {
    const std::size_t appetite = executor_.appetite();
    while (under_way_.size() < appetite) {
        const std::vector<search::Proposal> proposals = sampler_->ask(appetite - under_way_.size());
        if (proposals.empty()) return {};
        std::vector<Task> tasks;
        for (const search::Proposal& proposal : proposals) {
            if (folder_.has(proposal.number)) {
                const double objective = replayed_[proposal.number];
                answer(proposal.number, std::isnan(objective) ? std::nullopt : std::optional(objective));
                continue;
            }
            tasks.push_back({.number = proposal.number,
                             .values = bench_.space->values(proposal.point),
                             .bars_share = proposal.bars_share});
            under_way_.emplace(proposal.number, proposal);
        }
        if (!tasks.empty()) SPARK_TRY(executor_.give(std::move(tasks)));
        if (follower_.is_cancelled()) return {};
    }
    return {};
}

Result<void> SearchRun::take_results(int wait_ms_max) {
    SPARK_TRY(std::vector<TaskResult> results, executor_.take(wait_ms_max));
    if (!results.empty()) SPARK_TRY(keep(std::move(results)));
    const auto now = context_.steady_now();
    if (now - synced_ < sync_interval) return {};
    synced_ = now;
    return folder_.sync();
}

Result<void> SearchRun::keep(std::vector<TaskResult> results) {
    std::ranges::sort(results, {}, &TaskResult::number);
    std::vector<trials::TrialRow> rows;
    rows.reserve(results.size());
    for (TaskResult& result : results) rows.push_back(row_of(std::move(result)));
    SPARK_TRY(folder_.append(rows));
    for (const trials::TrialRow& row : rows) {
        under_way_.erase(row.number);
        count(row);
        answer(row.number, row.objective);
    }
    follower_.trials(rows);
    return {};
}

trials::TrialRow SearchRun::row_of(TaskResult result) {
    const search::Proposal& proposal = under_way_.at(result.number);
    trials::TrialRow row;
    row.number = result.number;
    row.bars_share = proposal.bars_share;
    row.point = proposal.point;
    row.outcome = std::move(result.outcome);
    row.keeps_constraints = std::ranges::all_of(
        bench_.constraints, [&](const search::Constraint& constraint) { return constraint.holds(row.outcome); });
    if (row.keeps_constraints) row.objective = bench_.objective->value(row.outcome);
    return row;
}

void SearchRun::count(const trials::TrialRow& row) {
    ++totals_.sets;
    if (!row.outcome.refusal.empty()) {
        ++totals_.refused;
        return;
    }
    totals_.bar_steps += bars_of_share(bench_.bars, row.bars_share);
    if (row.objective && row.bars_share >= 1 && (!best_ || ranks_before(row, *best_))) best_ = row;
}

void SearchRun::answer(std::uint64_t number, std::optional<double> objective) {
    unheard_.emplace(number, objective);
    std::vector<search::Told> heard;
    for (auto next = unheard_.begin(); next != unheard_.end() && next->first == next_heard_; ++next_heard_) {
        heard.push_back({.number = next->first, .objective = next->second});
        next = unheard_.erase(next);
    }
    if (!heard.empty()) sampler_->tell(heard);
}

bool SearchRun::is_time_up() const {
    const auto& most = bench_.order.time_max_s;
    return most && context_.steady_now() - begun_ >= std::chrono::seconds(*most);
}

void SearchRun::say_standing(bool is_due) {
    const auto now = context_.steady_now();
    if (!is_due && now - said_ < standing_interval) return;
    said_ = now;
    pace_.emplace_back(now, totals_.sets);
    if (pace_.size() > pace_kept_max) pace_.pop_front();
    Standing standing;
    standing.done = totals_.sets;
    standing.expected = std::max(sampler_->expected_sets(), totals_.sets);
    const auto& [from, sets_then] = pace_.size() > 1 ? pace_.front() : std::pair(begun_, done_before_);
    const double span_s = std::chrono::duration<double>(now - from).count();
    if (span_s > 0) standing.sets_per_s = static_cast<double>(totals_.sets - sets_then) / span_s;
    if (standing.sets_per_s > 0)
        standing.eta_s = static_cast<double>(standing.expected - standing.done) / standing.sets_per_s;
    standing.workers = executor_.workers();
    standing.phase = "search";
    standing.best = best_;
    follower_.standing(standing);
}

}  // namespace spark::optimizer
