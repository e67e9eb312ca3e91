#include "app/workers/coordinator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "app/verbs/clock_edge.hpp"
#include "app/workers/detail/block_ledger.hpp"
#include "app/workers/file_shelf.hpp"
#include "app/workers/messages.hpp"
#include "app/workers/protocol.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::workers {
namespace {

using cli::say;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds call_every{1'000};
constexpr std::chrono::milliseconds worker_silence_max{4'000};
constexpr std::size_t block_sets_first = 16;
constexpr std::size_t block_sets_max = 1'000;
constexpr double block_ms_least = 10;  ///< Below this the message costs more than the work.
constexpr std::size_t blocks_ahead_a_thread = 3;
constexpr std::size_t threads_expected = 4;  ///< As long as no worker was seen.
constexpr int results_a_pull = 64;
constexpr std::size_t times_given_max = 2;  ///< Then it is run here.
constexpr std::chrono::hours leases_kept{24};
constexpr std::chrono::hours data_kept{7 * 24};

bus::StreamRules queue_rules(std::string_view name, std::string subject) {
    return {.name = std::string(name), .subjects = {std::move(subject)}, .is_work_queue = true, .age_max = leases_kept};
}

class BusCoordinator final : public Coordinator {
  public:
    BusCoordinator(bus::Bus bus, std::unique_ptr<optimizer::Executor> own, CoordinatorOptions options)
        : bus_(std::move(bus)),
          own_(std::move(own)),
          options_(std::move(options)),
          ledger_(options_.sample_share, options_.sample_seed, options_.language) {}
    ~BusCoordinator() override { stop(); }

    Result<void> begin(const JobSpec& spec);

    std::size_t appetite() const override;
    Result<void> give(std::vector<optimizer::Task> tasks) override;
    Result<std::vector<optimizer::TaskResult>> take(int wait_ms) override;
    std::size_t under_way() const override { return ledger_.under_way(); }
    void stop() override;
    std::size_t workers() const override { return workers_.size(); }
    double cpu_ms() const override { return own_->cpu_ms() + spent_ms_; }
    FleetFigures figures() const override { return ledger_.figures(); }

  private:
    struct Worker {
        std::size_t threads = 0;
        double cpu_ms = 0;
        std::chrono::nanoseconds seen{};
    };

    template <const cli::Message& message, class... Arguments>
    std::string in_words(const Arguments&... arguments) const {
        return say<message>(options_.language, arguments...);
    }
    static std::chrono::nanoseconds now() { return verbs::read_steady_clock(); }
    void note_once(std::string text);
    void call(bool is_over);
    Result<void> put_documents();
    void sum_up();
    Result<void> open_job();
    Result<void> open_consumers();
    void send_waiting();
    Result<void> turn(std::chrono::milliseconds wait);
    void hear_workers();
    Result<void> pull_results(std::chrono::milliseconds wait);
    void receive(std::string_view message);
    Result<void> run_checks();
    Result<bool> mend_queues();
    Result<void> look_for_stall();
    std::size_t threads() const;
    std::size_t block_sets(std::size_t tasks) const;

    bus::Bus bus_;
    std::unique_ptr<optimizer::Executor> own_;
    CoordinatorOptions options_;
    detail::BlockLedger ledger_;
    std::string spec_text_;
    std::string spec_;
    std::string job_;  ///< Empty: none is open.
    int jobs_ = 0;
    std::optional<bus::Listener> presence_{};
    std::optional<bus::Puller> results_{};
    std::vector<std::uint64_t> waiting_{};  ///< Blocks to be put on the bus, oldest first.
    std::map<std::string, Worker> workers_{};
    std::map<std::uint64_t, detail::Check> checks_{};  ///< By the number they are run here under.
    std::uint64_t next_check_ = 0;
    std::set<std::string> noted_{};
    double set_ms_ = 0;  ///< Of one set, lately; 0: not known.
    double spent_ms_ = 0;
    std::chrono::nanoseconds called_{};
    std::chrono::nanoseconds last_news_{};  ///< Last result, block given, or loss of the bus.
    std::uint64_t reconnections_ = 0;
    bool is_bus_lost_ = false;
};

void BusCoordinator::note_once(std::string text) {
    if (noted_.insert(text).second) options_.note(text);
}

Result<void> BusCoordinator::begin(const JobSpec& spec) {
    SPARK_TRY(set_up_streams(bus_));
    spec_text_ = spec.text();
    SPARK_TRY(put_documents());
    SPARK_TRY(presence_, bus_.listen(fmt::format("{}.*", presence_subject)));
    return open_job();
}

/// The document after the files it names, so that who can read it finds them.
Result<void> BusCoordinator::put_documents() {
    SPARK_TRY(options_.put_files(bus_));
    SPARK_TRY(spec_, put_bytes(bus_, spec_text_));
    return {};
}

/// A job of its own after every stop, so that late results of the one before are nobody's.
Result<void> BusCoordinator::open_job() {
    job_ = fmt::format("{}_{}_{}", options_.run, options_.nonce, ++jobs_);
    SPARK_TRY(open_consumers());
    last_news_ = now();
    call(false);
    return {};
}

Result<void> BusCoordinator::open_consumers() {
    SPARK_TRY(bus_.ensure_consumer({.stream = std::string(leases_stream),
                                    .name = job_,
                                    .subject = lease_subject(job_),
                                    .lease = options_.lease,
                                    .deliveries_max = options_.deliveries_max}));
    SPARK_TRY(bus_.ensure_consumer(
        {.stream = std::string(results_stream), .name = job_, .subject = result_subject(job_), .lease = 60s}));
    SPARK_TRY(results_, bus_.pull_from(std::string(results_stream), job_));
    return {};
}

void BusCoordinator::call(bool is_over) {
    const Call call{.job = job_,
                    .build = options_.build,
                    .spec = spec_,
                    .lease_ms = options_.lease.count(),
                    .is_over = is_over,
                    .banned = ledger_.figures().banned};
    // Said again every second: what is lost now is heard then.
    static_cast<void>(bus_.say(std::string(calls_subject), seal(options_.key, Kind::call, call.text())));
    called_ = now();
}

std::size_t BusCoordinator::threads() const {
    std::size_t sum = 0;
    for (const auto& [name, worker] : workers_) sum += worker.threads;
    return sum == 0 ? threads_expected : sum;
}

/// Long enough to be worth a message, short enough that a lost worker loses little, and every thread gets its share.
std::size_t BusCoordinator::block_sets(std::size_t tasks) const {
    if (set_ms_ <= 0) return std::min(block_sets_first, tasks);
    const auto within = [](double sets) {
        return static_cast<std::size_t>(std::clamp(sets, 1.0, static_cast<double>(block_sets_max)));
    };
    // Of all that is under way: what is given now may be no more than the place of one block that came back.
    const std::size_t fair = (ledger_.under_way() + tasks + threads() - 1) / threads();
    return std::max(std::min(within(options_.block_target_ms / set_ms_), fair), within(block_ms_least / set_ms_));
}

std::size_t BusCoordinator::appetite() const {
    const std::size_t sets = set_ms_ > 0 ? block_sets(block_sets_max * threads()) : block_sets_first;
    const std::size_t most = threads() * blocks_ahead_a_thread * sets;
    // Room for less than a block is left empty. Filled up, every small block would be followed by one as small.
    return ledger_.under_way() + sets > most ? ledger_.under_way() : most;
}

Result<void> BusCoordinator::give(std::vector<optimizer::Task> tasks) {
    if (job_.empty()) {
        SPARK_TRY(open_job());
    }
    const std::size_t sets = std::max<std::size_t>(1, block_sets(tasks.size()));
    for (std::size_t first = 0; first < tasks.size(); first += sets) {
        const auto from = tasks.begin() + static_cast<std::ptrdiff_t>(first);
        const auto to = tasks.begin() + static_cast<std::ptrdiff_t>(std::min(first + sets, tasks.size()));
        ledger_.add({.job = job_,
                     .spec = spec_,
                     .build = options_.build,
                     .tasks = {std::make_move_iterator(from), std::make_move_iterator(to)}});
    }
    last_news_ = now();
    send_waiting();
    return {};
}

void BusCoordinator::send_waiting() {
    std::ranges::copy(ledger_.take_to_give(), std::back_inserter(waiting_));
    std::size_t sent = 0;
    for (; sent < waiting_.size() && bus_.is_connected(); ++sent) {
        const std::uint64_t block = waiting_[sent];
        const std::string id = fmt::format("{}.{}.{}", job_, block, ledger_.times_given(block));
        const auto stored =
            bus_.append(lease_subject(job_), seal(options_.key, Kind::lease, ledger_.lease_text(block)), id);
        if (stored) continue;
        note_once(in_words<messages::not_given_out>(stored.error().message));
        break;
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(sent));
}

void BusCoordinator::hear_workers() {
    while (const auto heard = presence_->next()) {
        const auto body = open_seal(options_.key, Kind::presence, heard->data);
        if (!body) {
            note_once(in_words<messages::worker_not_believed>(body.error().message));
            continue;
        }
        const auto presence = Presence::parse(*body);
        if (!presence) continue;
        const std::string name = shown(presence->worker);
        if (presence->build != options_.build) {
            note_once(in_words<messages::worker_of_other_build>(name, shown(presence->build, 80), options_.build));
            continue;
        }
        if (!presence->trouble.empty()) note_once(in_words<messages::worker_says>(name, shown(presence->trouble, 300)));
        if (presence->is_leaving || ledger_.is_banned(presence->worker)) {
            workers_.erase(presence->worker);
            continue;
        }
        workers_[presence->worker] = {.threads = presence->threads, .cpu_ms = presence->cpu_ms, .seen = now()};
    }
    std::erase_if(workers_, [](const auto& each) { return now() - each.second.seen > worker_silence_max; });
}

void BusCoordinator::receive(std::string_view message) {
    const auto body = open_seal(options_.key, Kind::result, message);
    auto result = body ? BlockResult::parse(*body) : Result<BlockResult>(fail(body.error()));
    if (!result) {
        ledger_.refuse();
        note_once(in_words<messages::result_not_believed>(result.error().message));
        return;
    }
    if (result->job != job_ || result->spec != spec_) return;  // Of a job that is over.
    if (result->build != options_.build) {
        ledger_.refuse();
        note_once(
            in_words<messages::result_of_other_build>(shown(result->worker), shown(result->build, 80), options_.build));
        return;
    }
    if (!result->results.empty()) {
        const double ms = result->cpu_ms / static_cast<double>(result->results.size());
        // The first ones hold what a worker prepares once: down fast, up slowly.
        const double weight = ms < set_ms_ ? 0.5 : 0.2;
        set_ms_ = set_ms_ == 0 ? ms : (1 - weight) * set_ms_ + weight * ms;
        spent_ms_ += result->cpu_ms;
    }
    const std::size_t banned = ledger_.figures().banned.size();
    if (const std::string refusal = ledger_.receive(std::move(*result)); !refusal.empty()) note_once(refusal);
    if (ledger_.figures().banned.size() != banned) call(false);
    last_news_ = now();
}

Result<void> BusCoordinator::pull_results(std::chrono::milliseconds wait) {
    auto pulled = results_->pull(results_a_pull, wait);
    if (!pulled) return {};  // No connection, or no consumer: mend_queues sees to that.
    for (bus::Delivery& delivery : *pulled) {
        receive(delivery.data());
        static_cast<void>(delivery.accept());
    }
    return {};
}

Result<void> BusCoordinator::run_checks() {
    std::vector<optimizer::Task> tasks;
    for (detail::Check& check : ledger_.take_checks()) {
        optimizer::Task task = check.task;
        task.number = next_check_++;
        checks_.emplace(task.number, std::move(check));
        tasks.push_back(std::move(task));
    }
    if (!tasks.empty()) {
        SPARK_TRY(own_->give(std::move(tasks)));
    }
    if (checks_.empty()) return {};
    SPARK_TRY(std::vector<optimizer::TaskResult> found, own_->take(0));
    for (optimizer::TaskResult& each : found) {
        auto check = checks_.extract(each.number);
        if (check.empty()) continue;  // Of before a stop.
        const std::vector<std::string> banned = ledger_.figures().banned;
        SPARK_TRY(ledger_.checked(check.mapped(), std::move(each.outcome)));
        for (const std::string& name : ledger_.figures().banned) {
            if (std::ranges::find(banned, name) != banned.end()) continue;
            note_once(in_words<messages::worker_banned>(shown(name), std::to_string(check.mapped().task.number)));
            workers_.erase(name);
            call(false);
        }
    }
    return {};
}

/// Whether the server has lost its store, and with it the queues of this job: they are made anew, and everything that
/// is not answered is given out again.
Result<bool> BusCoordinator::mend_queues() {
    const auto leases = bus_.standing(std::string(leases_stream), job_);
    const auto results = bus_.standing(std::string(results_stream), job_);
    const auto is_lost = [](const auto& looked) { return !looked && looked.error().fault == Fault::not_found; };
    if (!is_lost(leases) && !is_lost(results)) return false;
    options_.note(in_words<messages::queues_lost>());
    SPARK_TRY(set_up_streams(bus_));
    SPARK_TRY(put_documents());
    SPARK_TRY(open_consumers());
    for (const std::uint64_t block : ledger_.blocks_out()) ledger_.give_again(block);
    return true;
}

/// A block that neither waits at the server nor is held by a worker, and whose results never came: the server has lost
/// it, so many workers died over it that it is not given out any more, or its results were not believed.
Result<void> BusCoordinator::look_for_stall() {
    if (ledger_.under_way() == 0 || !bus_.is_connected()) return {};
    if (reconnections_ != bus_.reconnections()) {
        reconnections_ = bus_.reconnections();
        last_news_ = now();
        const auto mended = mend_queues();
        // Gone again: the next time it is back.
        if (!mended && mended.error().fault == Fault::unavailable)
            reconnections_ = 0;
        else if (!mended)
            return fail(mended.error());
        return {};
    }
    if (!waiting_.empty() || !checks_.empty() || now() - last_news_ < options_.lease + 1s) return {};
    last_news_ = now();
    const auto leases = bus_.standing(std::string(leases_stream), job_);
    if (!leases || leases->waiting > 0 || leases->unanswered > 0) return {};
    const auto results = bus_.standing(std::string(results_stream), job_);
    if (!results || results->waiting > 0) return {};
    for (const std::uint64_t block : ledger_.blocks_out()) {
        if (ledger_.times_given(block) >= times_given_max)
            ledger_.run_here(block);
        else
            ledger_.give_again(block);
    }
    return {};
}

Result<void> BusCoordinator::turn(std::chrono::milliseconds wait) {
    if (bus_.is_connected() == is_bus_lost_) {
        is_bus_lost_ = !is_bus_lost_;
        options_.note(is_bus_lost_ ? in_words<messages::server_gone>() : in_words<messages::server_back>());
        last_news_ = now();
    }
    hear_workers();
    if (now() - called_ >= call_every) call(false);
    SPARK_TRY(pull_results(wait));
    SPARK_TRY(run_checks());
    SPARK_TRY(look_for_stall());
    send_waiting();
    return {};
}

Result<std::vector<optimizer::TaskResult>> BusCoordinator::take(int wait_ms) {
    const auto until = now() + std::chrono::milliseconds(wait_ms);
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - now());
        // While sets are checked here, their results are looked for in between.
        const auto wait = std::clamp(left, 0ms, checks_.empty() ? 50ms : 5ms);
        if (!job_.empty()) {
            SPARK_TRY(turn(wait));
        }
        std::vector<optimizer::TaskResult> ready = ledger_.take_ready();
        if (!ready.empty() || left <= 0ms || ledger_.under_way() == 0) return ready;
    }
}

/// Once, when there is something to say; what went on is otherwise seen by nobody.
void BusCoordinator::sum_up() {
    const FleetFigures& all = ledger_.figures();
    if (all.blocks == 0) return;
    const auto text = [](std::uint64_t count) { return std::to_string(count); };
    note_once(in_words<messages::fleet_summary>(text(all.blocks), text(all.republished), text(all.run_here),
                                                text(all.repeats), text(all.checks), text(all.refused)));
}

void BusCoordinator::stop() {
    own_->stop();
    checks_.clear();
    waiting_.clear();
    ledger_.drop_all();
    if (job_.empty()) return;
    sum_up();
    call(true);
    results_.reset();
    if (bus_.is_connected()) {
        for (const std::string_view stream : {leases_stream, results_stream})
            static_cast<void>(bus_.remove_consumer(std::string(stream), job_));
        static_cast<void>(bus_.purge(std::string(leases_stream), lease_subject(job_)));
        static_cast<void>(bus_.purge(std::string(results_stream), result_subject(job_)));
    }
    job_.clear();
}

}  // namespace

Result<void> set_up_streams(bus::Bus& bus) {
    SPARK_TRY(bus.ensure_stream(queue_rules(leases_stream, lease_subject("*"))));
    SPARK_TRY(bus.ensure_stream(queue_rules(results_stream, result_subject("*"))));
    const bus::StreamRules data{.name = std::string(data_stream),
                                .subjects = {data_subject("*", "*")},
                                .has_one_per_subject = true,
                                .is_read_by_subject = true,
                                .age_max = data_kept};
    return bus.ensure_stream(data);
}

Result<std::unique_ptr<Coordinator>> make_coordinator(bus::Bus bus, const JobSpec& spec,
                                                      std::unique_ptr<optimizer::Executor> own,
                                                      CoordinatorOptions options) {
    auto coordinator = std::make_unique<BusCoordinator>(std::move(bus), std::move(own), std::move(options));
    SPARK_TRY(coordinator->begin(spec));
    return std::unique_ptr<Coordinator>(std::move(coordinator));
}

}  // namespace spark::workers
