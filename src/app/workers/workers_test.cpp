#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "adapters/bus/testing/nats_server.hpp"
#include "app/verbs/clock_edge.hpp"
#include "app/workers/coordinator.hpp"
#include "app/workers/file_shelf.hpp"
#include "app/workers/protocol.hpp"
#include "app/workers/testing/plain_executor.hpp"
#include "app/workers/worker.hpp"
#include "foundation/base/files.hpp"

namespace spark::workers {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using workers::testing::plain_outcome;
using workers::testing::PlainExecutor;

constexpr const char* this_build = "c0ffee spark.result/1";

/// Sentences for the operator, from several threads.
struct Notes {
    std::mutex mutex;
    std::vector<std::string> all;
    std::function<void(const std::string&)> taker() {
        return [this](const std::string& text) {
            const std::scoped_lock lock(mutex);
            all.push_back(text);
        };
    }
    std::vector<std::string> copy() {
        const std::scoped_lock lock(mutex);
        return all;
    }
};

/// A worker in a thread of this process, with its own connection and folder.
class WorkerThread {
  public:
    struct Plan {
        std::string name;
        std::string build = this_build;
        std::string key{};
        std::function<void(const optimizer::Task&, sweep::SetOutcome&)> lie = [](const auto&, auto&) {};
        std::function<void()> pace = [] {};
    };

    WorkerThread(const std::string& url, Plan plan) : plan_(std::move(plan)) {
        auto bus = bus::Bus::connect({.url = url, .name = plan_.name});
        EXPECT_TRUE(bus.has_value()) << bus.error().message;
        thread_ = std::thread([this, bus = std::move(bus).value()]() mutable { work(bus); });
    }
    ~WorkerThread() { end(); }

    void end() {
        is_cancelled_ = true;
        if (thread_.joinable()) thread_.join();
    }
    Notes notes;
    Result<WorkerFigures> figures = fail(Fault::unavailable, "not ended");

  private:
    void work(bus::Bus& bus) {
        const WorkerOptions options{.name = plan_.name,
                                    .build = plan_.build,
                                    .key = plan_.key,
                                    .threads = 1,
                                    .folder = folder_.path(),
                                    .is_cancelled = [this] { return is_cancelled_.load(); },
                                    .note = notes.taker()};
        figures = run_worker(bus, options, [this](const JobSpec& spec, const std::filesystem::path& folder) {
            for (const JobFile& file : spec.files)
                EXPECT_EQ(read_file(folder / file.path, 1 << 20)->size(), file.bytes);
            auto executor = std::make_unique<PlainExecutor>();
            executor->lie = plan_.lie;
            executor->pace = plan_.pace;
            return Result<std::unique_ptr<optimizer::Executor>>(std::move(executor));
        });
    }

    Plan plan_;
    spark::testing::FreshFolder folder_;
    std::atomic<bool> is_cancelled_ = false;
    std::thread thread_;
};

class WorkersTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string why_not;
        server_ = bus::testing::NatsServer::start(why_not);
        if (server_ == nullptr) GTEST_SKIP() << why_not;
    }

    CoordinatorOptions options() {
        return {.run = "opt_test",
                .nonce = "n",
                .build = this_build,
                .lease = 1'000ms,
                .sample_seed = seed_,
                .note = notes_.taker()};
    }
    bus::Bus connect() {
        auto bus = bus::Bus::connect({.url = server_->url(), .name = "test"});
        EXPECT_TRUE(bus.has_value()) << bus.error().message;
        return std::move(bus).value();
    }
    std::unique_ptr<Coordinator> coordinate(CoordinatorOptions asked) {
        auto made = make_coordinator(connect(), spec_, std::make_unique<PlainExecutor>(), std::move(asked));
        EXPECT_TRUE(made.has_value()) << made.error().message;
        return std::move(made).value();
    }

    static std::vector<optimizer::Task> tasks(std::uint64_t count) {
        std::vector<optimizer::Task> all;
        for (std::uint64_t number = 0; number < count; ++number)
            all.push_back({.number = number, .values = {static_cast<std::int64_t>(number), 20}});
        return all;
    }
    /// Takes until all have come or a deadline passed. `between` is called before each take with how many have come.
    Result<std::map<std::uint64_t, sweep::SetOutcome>> take_all(
        Coordinator& coordinator, std::size_t count, const std::function<void(std::size_t)>& between = [](auto) {}) {
        std::map<std::uint64_t, sweep::SetOutcome> all;
        const auto deadline = verbs::read_steady_clock() + 30s;
        while (coordinator.under_way() > 0 && verbs::read_steady_clock() < deadline) {
            between(all.size());
            SPARK_TRY(const std::vector<optimizer::TaskResult> results, coordinator.take(100));
            for (const optimizer::TaskResult& result : results)
                EXPECT_TRUE(all.emplace(result.number, result.outcome).second) << "twice: " << result.number;
        }
        EXPECT_EQ(all.size(), count);
        for (const auto& [number, outcome] : all)
            EXPECT_EQ(mark_of(outcome),
                      mark_of(plain_outcome({.number = number, .values = {static_cast<std::int64_t>(number), 20}})));
        return all;
    }

    std::unique_ptr<bus::testing::NatsServer> server_;
    Notes notes_;
    JobSpec spec_{.order = wire::Json::object().set("test", 1)};
    std::uint64_t seed_ = 7;
};

TEST_F(WorkersTest, every_set_comes_back_once_from_several_workers) {
    WorkerThread one(server_->url(), {.name = "one"});
    WorkerThread two(server_->url(), {.name = "two"});
    const auto coordinator = coordinate(options());

    ASSERT_TRUE(coordinator->give(tasks(500)).has_value());
    ASSERT_TRUE(take_all(*coordinator, 500).has_value());

    EXPECT_GE(coordinator->figures().checks, 2u);
    EXPECT_THAT(coordinator->figures().banned, IsEmpty());
    coordinator->stop();
    one.end();
    two.end();
    EXPECT_EQ(one.figures->sets + two.figures->sets, 500u);
}

TEST_F(WorkersTest, a_worker_of_another_build_gets_no_work_and_both_sides_say_so) {
    WorkerThread old(server_->url(), {.name = "old", .build = "0ld spark.result/1"});
    const auto coordinator = coordinate(options());
    ASSERT_TRUE(coordinator->give(tasks(20)).has_value());
    const auto deadline = verbs::read_steady_clock() + 10s;
    while ((notes_.copy().empty() || old.notes.copy().empty()) && verbs::read_steady_clock() < deadline)
        EXPECT_TRUE(coordinator->take(100).value().empty());

    EXPECT_THAT(notes_.copy(), Contains(AllOf(HasSubstr("worker old is of build 0ld"), HasSubstr(this_build))));
    EXPECT_THAT(old.notes.copy(), Contains(AllOf(HasSubstr("opt_test"), HasSubstr(this_build), HasSubstr("0ld"))));
    EXPECT_EQ(coordinator->workers(), 0u);

    WorkerThread right(server_->url(), {.name = "right"});
    ASSERT_TRUE(take_all(*coordinator, 20).has_value());
    old.end();
    EXPECT_EQ(old.figures->sets, 0u);
}

TEST_F(WorkersTest, a_worker_that_lies_is_found_banned_and_its_sets_are_run_again) {
    WorkerThread liar(server_->url(), {.name = "liar", .lie = [](const auto&, auto& outcome) {
                                           outcome.figures.net = {};
                                           outcome.figures.trades = 1'000'000;
                                       }});
    const auto coordinator = coordinate(options());
    ASSERT_TRUE(coordinator->give(tasks(200)).has_value());
    std::unique_ptr<WorkerThread> honest;

    ASSERT_TRUE(take_all(*coordinator, 200, [&](std::size_t) {
                    if (!honest && !coordinator->figures().banned.empty())
                        honest = std::make_unique<WorkerThread>(server_->url(), WorkerThread::Plan{.name = "honest"});
                }).has_value());

    EXPECT_EQ(coordinator->figures().banned, std::vector<std::string>{"liar"});
    EXPECT_THAT(notes_.copy(), Contains(HasSubstr("worker liar gave a wrong result")));
    liar.end();
    ASSERT_FALSE(liar.figures.has_value());
    EXPECT_EQ(liar.figures.error().fault, Fault::denied);
}

TEST_F(WorkersTest, a_result_made_without_the_key_is_not_believed) {
    CoordinatorOptions asked = options();
    asked.key = "the right key";
    const auto coordinator = coordinate(asked);
    bus::Bus forger = connect();
    ASSERT_TRUE(coordinator->give(tasks(16)).has_value());
    auto leases = forger.pull_from(std::string(leases_stream), "opt_test_n_1");
    ASSERT_TRUE(leases.has_value());
    auto pulled = leases->pull(1, 5s);
    ASSERT_EQ(pulled->size(), 1u);
    const std::string_view sealed = pulled->front().data();
    const auto lease = Lease::parse(sealed.substr(sealed.find('\n') + 1));
    BlockResult forged{
        .job = lease->job, .spec = lease->spec, .build = lease->build, .block = lease->block, .worker = "x"};
    for (const auto& task : lease->tasks) forged.results.push_back({.number = task.number, .outcome = {}});
    for (const std::string_view key : {"", "a wrong key"})
        ASSERT_TRUE(
            forger
                .append(result_subject(lease->job), seal(key, Kind::result, forged.text()), "forged" + std::string(key))
                .has_value());
    ASSERT_TRUE(pulled->front().accept().has_value());
    WorkerThread stranger(server_->url(), {.name = "stranger", .key = "a wrong key"});
    WorkerThread honest(server_->url(), {.name = "honest", .key = "the right key"});

    ASSERT_TRUE(take_all(*coordinator, 16).has_value());

    EXPECT_EQ(coordinator->figures().refused, 2u);
    EXPECT_THAT(notes_.copy(), Contains(HasSubstr("a result is not believed")));
    stranger.end();
    EXPECT_EQ(stranger.figures->sets, 0u);
    EXPECT_THAT(stranger.notes.copy(), Contains(HasSubstr("a call is not believed")));
}

TEST_F(WorkersTest, a_late_worker_whose_lease_is_over_repeats_and_is_not_counted) {
    std::atomic<bool> is_paused = true;
    std::mutex gate;
    std::unique_lock closed(gate);
    // As SIGSTOP does: it neither works nor keeps its lease until the gate opens.
    WorkerThread slow(server_->url(), {.name = "slow", .pace = [&] {
                                           if (is_paused) {
                                               const std::scoped_lock wait(gate);
                                           }
                                       }});
    const auto coordinator = coordinate(options());
    ASSERT_TRUE(coordinator->give(tasks(32)).has_value());
    std::unique_ptr<WorkerThread> quick;
    const auto all = take_all(*coordinator, 32, [&](std::size_t) {
        if (!quick && coordinator->workers() == 1)
            quick = std::make_unique<WorkerThread>(server_->url(), WorkerThread::Plan{.name = "quick"});
    });
    ASSERT_TRUE(all.has_value());

    is_paused = false;
    closed.unlock();
    const auto deadline = verbs::read_steady_clock() + 10s;
    while (coordinator->figures().repeats == 0 && verbs::read_steady_clock() < deadline)
        EXPECT_TRUE(coordinator->take(50).value().empty());

    EXPECT_GE(coordinator->figures().repeats, 1u);
    EXPECT_THAT(coordinator->figures().banned, IsEmpty());
}

TEST_F(WorkersTest, the_server_crashes_in_the_middle_and_nothing_is_lost) {
    std::atomic<int> sets = 0;
    WorkerThread one(server_->url(), {.name = "one", .pace = [&] { ++sets; }});
    WorkerThread two(server_->url(), {.name = "two"});
    const auto coordinator = coordinate(options());
    int takes_without_server = 0;
    ASSERT_TRUE(coordinator->give(tasks(600)).has_value());

    ASSERT_TRUE(take_all(*coordinator, 600, [&](std::size_t done) {
                    if (takes_without_server == 0 && done < 60) return;
                    if (takes_without_server++ == 0) server_->stop();
                    if (takes_without_server == 4) ASSERT_TRUE(server_->start_again());
                }).has_value());

    EXPECT_GE(takes_without_server, 4);
}

TEST_F(WorkersTest, the_server_loses_its_store_and_what_is_unanswered_is_given_out_again) {
    WorkerThread one(server_->url(), {.name = "one"});
    const auto coordinator = coordinate(options());
    bool has_lost = false;
    ASSERT_TRUE(coordinator->give(tasks(600)).has_value());

    ASSERT_TRUE(take_all(*coordinator, 600, [&](std::size_t done) {
                    if (has_lost || done < 60) return;
                    has_lost = true;
                    server_->stop();
                    server_->lose_everything();
                    ASSERT_TRUE(server_->start_again());
                }).has_value());

    EXPECT_TRUE(has_lost);
    EXPECT_THAT(notes_.copy(), Contains(HasSubstr("has lost its queues")));
}

TEST_F(WorkersTest, a_stop_ends_the_job_and_another_one_can_follow) {
    WorkerThread one(server_->url(), {.name = "one"});
    const auto coordinator = coordinate(options());
    ASSERT_TRUE(coordinator->give(tasks(2'000)).has_value());
    const auto begun = verbs::read_steady_clock();
    coordinator->stop();

    EXPECT_LT(verbs::read_steady_clock() - begun, 1s);
    EXPECT_EQ(coordinator->under_way(), 0u);
    EXPECT_TRUE(coordinator->take(0).value().empty());
    ASSERT_TRUE(coordinator->give(tasks(40)).has_value());
    ASSERT_TRUE(take_all(*coordinator, 40).has_value());
    bus::Bus looker = connect();
    EXPECT_EQ(looker.standing(std::string(leases_stream), "opt_test_n_1").error().fault, Fault::not_found);
}

TEST_F(WorkersTest, files_come_by_their_hash_once_and_others_bytes_are_refused) {
    bus::Bus bus = connect();
    {
        const auto coordinator = coordinate(options());
    }
    std::string bytes(1'200'000, 'x');
    bytes[700'000] = 'y';
    const auto sha256 = put_bytes(bus, bytes);
    ASSERT_TRUE(sha256.has_value()) << sha256.error().message;
    const auto go_on = [] { return true; };

    EXPECT_EQ(get_bytes(bus, *sha256, 1 << 30, go_on).value(), bytes);
    EXPECT_EQ(get_bytes(bus, *sha256, 1'000, go_on).error().fault, Fault::corrupt);
    EXPECT_EQ(get_bytes(bus, std::string(64, 'a'), 1'000, go_on).error().fault, Fault::not_found);
    EXPECT_EQ(get_bytes(bus, *sha256, 1 << 30, [] { return false; }).error().fault, Fault::unavailable);

    spark::testing::FreshFolder folder;
    FileCache cache(folder.path());
    const auto path = cache.file(bus, *sha256, 1 << 30, go_on);
    ASSERT_TRUE(path.has_value());
    EXPECT_EQ(read_file(*path, 1 << 30).value(), bytes);
    ASSERT_TRUE(replace_file(*path, "damaged").has_value());
    EXPECT_EQ(read_file(cache.file(bus, *sha256, 1 << 30, go_on).value(), 1 << 30).value(), bytes);
    EXPECT_FALSE(cache.file(bus, "../../etc/passwd", 1 << 30, go_on).has_value());

    ASSERT_TRUE(bus.append(data_subject(*sha256, "1"), "other bytes", "forged").has_value());
    EXPECT_EQ(get_bytes(bus, *sha256, 1 << 30, go_on).error().fault, Fault::corrupt);
}

TEST(FileCache, keeps_what_was_used_last_within_bytes_and_files_and_touches_nothing_else) {
    spark::testing::FreshFolder folder;
    FileCache cache(folder.path());
    ASSERT_TRUE(FileCache(folder.path() / "absent").trim(0, 0).has_value());
    const auto begun = std::filesystem::file_time_type::clock::now();
    const auto name = [](int age) { return std::string(64, static_cast<char>('a' + age)); };
    for (int age = 0; age < 6; ++age) {
        const std::filesystem::path path = folder.path() / name(age);
        ASSERT_TRUE(replace_file(path, std::string(100, 'x')).has_value());
        std::filesystem::last_write_time(path, begun - std::chrono::hours(age));
    }
    ASSERT_TRUE(replace_file(folder.path() / "notes.txt", "mine").has_value());
    const auto left = [&] {
        std::string ages;
        for (int age = 0; age < 6; ++age)
            if (std::filesystem::exists(folder.path() / name(age))) ages += static_cast<char>('0' + age);
        return ages;
    };

    ASSERT_TRUE(cache.trim(600, 6).has_value());
    EXPECT_EQ(left(), "012345");
    ASSERT_TRUE(cache.trim(600, 5).has_value());
    EXPECT_EQ(left(), "01234");
    ASSERT_TRUE(cache.trim(499, 5).has_value());
    EXPECT_EQ(left(), "0123");
    ASSERT_TRUE(cache.trim(200, 5).has_value());
    EXPECT_EQ(left(), "01");
    ASSERT_TRUE(cache.trim(0, 0).has_value());
    EXPECT_EQ(left(), "0");
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "notes.txt"));
}

}  // namespace
}  // namespace spark::workers
