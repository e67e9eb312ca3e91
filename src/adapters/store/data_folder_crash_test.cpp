#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <string>

#include "adapters/store/data_folder.hpp"
#include "adapters/store/testing/sample_data_sets.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::store {
namespace {

using testing::sample_info;
using testing::sample_table;
using testing::TemporaryFolder;

constexpr int exit_saved = 0;
constexpr int exit_wrong = 99;
int exit_code_of(Fault fault) { return 10 + static_cast<int>(fault); }

DataFolder open_folder(const std::filesystem::path& path,
                       std::chrono::milliseconds lock_wait = std::chrono::seconds(60)) {
    return DataFolder::open(path, {.create = true, .lock_wait = lock_wait}).value();
}

/// Runs `work` in a process of its own. Its return value is the exit code.
pid_t start(const std::function<int()>& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    return child;
}

/// How the process ended: its exit code, or minus the signal.
int wait_for(pid_t child) {
    int status = 0;
    if (::waitpid(child, &status, 0) != child) return exit_wrong;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// One save, told as an exit code.
int save(const std::filesystem::path& path, const market::CandleTable& table,
         std::chrono::milliseconds lock_wait = std::chrono::seconds(60)) {
    const auto saved = open_folder(path, lock_wait).save(sample_info(), table.columns());
    return saved ? exit_saved : exit_code_of(saved.error().fault);
}

/// Nothing damaged is listed, and the newest is whole to the last byte.
void expect_nothing_half_written(const std::filesystem::path& path) {
    const auto entries = open_folder(path).list();
    ASSERT_TRUE(entries.has_value());
    for (const DataSetEntry& entry : *entries) ASSERT_FALSE(entry.damage.has_value()) << entry.damage->message;
    const auto newest = open_folder(path).open_data_set("ds_binance_BTCUSDT_1h");
    ASSERT_TRUE(newest.has_value());
    ASSERT_TRUE(newest->check_identity().has_value());
}

/// Whatever is listed is whole, to the last byte.
void expect_only_whole_data_sets(const std::filesystem::path& path) {
    const auto entries = open_folder(path).list();
    ASSERT_TRUE(entries.has_value());
    for (const DataSetEntry& entry : *entries) {
        ASSERT_FALSE(entry.damage.has_value()) << entry.damage->message;
        ASSERT_TRUE(open_folder(path).open_data_set(entry.id.text())->check_identity().has_value());
    }
}

bool has_leftovers(const std::filesystem::path& path) {
    for (const std::string& name : testing::files_below(path)) {
        if (is_unfinished_name(std::filesystem::path(name).filename().string())) return true;
    }
    return false;
}

TEST(DataFolderCrash, lets_processes_save_at_once_without_losing_a_version) {
    constexpr std::uint64_t processes = 4;
    constexpr std::uint64_t saves = 6;
    const TemporaryFolder folder;
    std::vector<pid_t> children;
    for (std::uint64_t process = 0; process < processes; ++process) {
        children.push_back(start([&, process] {
            for (std::uint64_t number = 0; number < saves; ++number) {
                if (const int code = save(folder.path(), sample_table(2000, process * saves + number));
                    code != exit_saved)
                    return code;
            }
            return exit_saved;
        }));
    }

    for (const pid_t child : children) EXPECT_EQ(wait_for(child), exit_saved);

    expect_only_whole_data_sets(folder.path());
    EXPECT_EQ(open_folder(folder.path()).list()->size(), processes * saves);
    EXPECT_EQ(open_folder(folder.path()).open_data_set("ds_binance_BTCUSDT_1h")->id().version, processes * saves);
}

TEST(DataFolderCrash, lets_processes_save_the_same_rows_at_once_as_one_version) {
    const TemporaryFolder folder;
    std::vector<pid_t> children;
    for (int process = 0; process < 6; ++process)
        children.push_back(start([&] { return save(folder.path(), sample_table(2000, 1)); }));

    for (const pid_t child : children) EXPECT_EQ(wait_for(child), exit_saved);

    EXPECT_EQ(testing::files_below(folder.path()), std::vector<std::string>{"datasets/binance/BTCUSDT/1h/v1.spark"});
}

TEST(DataFolderCrash, ends_in_success_or_conflict_when_nobody_waits) {
    const TemporaryFolder folder;
    std::size_t saved = 0;
    for (std::uint64_t round = 0; round < 10; ++round) {
        const pid_t one =
            start([&] { return save(folder.path(), sample_table(2000, 2 * round), std::chrono::milliseconds(0)); });
        const pid_t two =
            start([&] { return save(folder.path(), sample_table(2000, 2 * round + 1), std::chrono::milliseconds(0)); });
        for (const pid_t child : {one, two}) {
            const int code = wait_for(child);
            saved += code == exit_saved ? 1U : 0U;
            EXPECT_TRUE(code == exit_saved || code == exit_code_of(Fault::conflict)) << code;
        }
    }

    expect_only_whole_data_sets(folder.path());
    EXPECT_EQ(open_folder(folder.path()).list()->size(), saved);
    EXPECT_GE(saved, 10U) << "of two that meet, one gets through";
}

TEST(DataFolderCrash, leaves_nothing_half_written_when_killed_at_any_moment) {
    const TemporaryFolder folder;
    const std::uint64_t seed = seed_from_system();
    Rng random(seed);
    const market::CandleTable table = sample_table(30'000, 1);
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_EQ(wait_for(start([&] { return save(folder.path(), table); })), exit_saved);
    const auto one_save = std::chrono::steady_clock::now() - begin;

    int killed = 0;
    for (std::uint64_t round = 0; round < 50; ++round) {
        const market::CandleTable other = sample_table(30'000, 2 + round);
        const auto moment = std::chrono::steady_clock::now() + one_save * random.uniform(0, 100) / 100;
        const pid_t child = start([&] { return save(folder.path(), other); });
        while (std::chrono::steady_clock::now() < moment) continue;
        ::kill(child, SIGKILL);
        killed += wait_for(child) == -SIGKILL ? 1 : 0;

        expect_nothing_half_written(folder.path());
        if (::testing::Test::HasFailure()) FAIL() << "seed " << seed << ", round " << round;
    }
    expect_only_whole_data_sets(folder.path());
    EXPECT_EQ(save(folder.path(), sample_table(30'000, 1000)), exit_saved) << "seed " << seed;

    EXPECT_FALSE(has_leftovers(folder.path()));
    EXPECT_GT(killed, 0) << "seed " << seed;
}

/// A process that stops before and after each of its system calls while it saves.
pid_t start_traced_save(const std::filesystem::path& path, const market::CandleTable& table) {
    return start([&] {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) return exit_wrong;
        ::raise(SIGSTOP);
        return save(path, table, std::chrono::milliseconds(0));
    });
}

/// Lets the process run to its stop of this number. False when it ended by itself before.
bool run_to_stop(pid_t child, int number) {
    int status = 0;
    for (int stop = 0; ::waitpid(child, &status, 0) == child && WIFSTOPPED(status); ++stop) {
        if (stop == number) return true;
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    }
    return false;
}

TEST(DataFolderCrash, leaves_nothing_half_written_when_killed_at_any_system_call) {
    const market::CandleTable first = sample_table(50, 1);
    const market::CandleTable second = sample_table(50, 2);
    int stops = 0;
    for (bool is_stopped = true; is_stopped; ++stops) {
        const TemporaryFolder folder;
        ASSERT_EQ(save(folder.path(), first), exit_saved);
        const pid_t child = start_traced_save(folder.path(), second);
        is_stopped = run_to_stop(child, stops);
        if (!is_stopped && stops == 0) GTEST_SKIP() << "processes cannot be traced here";

        if (is_stopped) {
            ::kill(child, SIGKILL);
            ASSERT_EQ(wait_for(child), -SIGKILL);
        }

        expect_nothing_half_written(folder.path());
        if (::testing::Test::HasFailure()) FAIL() << "killed at stop " << stops;
        ASSERT_EQ(save(folder.path(), second), exit_saved) << "after a kill at stop " << stops;
        ASSERT_EQ(
            testing::files_below(folder.path()),
            (std::vector<std::string>{"datasets/binance/BTCUSDT/1h/v1.spark", "datasets/binance/BTCUSDT/1h/v2.spark"}))
            << "after a kill at stop " << stops;
    }
    EXPECT_GT(stops, 40) << "a save has more system calls than that";
}

TEST(DataFolderCrash, keeps_a_second_save_out_at_every_system_call_of_the_first) {
    const market::CandleTable first = sample_table(50, 1);
    const market::CandleTable second = sample_table(50, 2);
    int conflicts = 0;
    for (int stop = 0;; ++stop) {
        const TemporaryFolder folder;
        ASSERT_EQ(save(folder.path(), first), exit_saved);
        const pid_t child = start_traced_save(folder.path(), second);
        if (!run_to_stop(child, stop)) {
            if (stop == 0) GTEST_SKIP() << "processes cannot be traced here";
            break;
        }

        const int code = save(folder.path(), sample_table(50, 3), std::chrono::milliseconds(0));
        ::ptrace(PTRACE_DETACH, child, nullptr, nullptr);

        ASSERT_EQ(wait_for(child), exit_saved) << "the first, after a second at stop " << stop;
        ASSERT_TRUE(code == exit_saved || code == exit_code_of(Fault::conflict)) << "the second, at stop " << stop;
        conflicts += code == exit_saved ? 0 : 1;
        expect_nothing_half_written(folder.path());
        if (::testing::Test::HasFailure()) FAIL() << "stop " << stop;
        ASSERT_EQ(open_folder(folder.path()).list()->size(), code == exit_saved ? 3U : 2U) << "stop " << stop;
    }
    EXPECT_GT(conflicts, 20) << "most of a save is under the lock";
}

TEST(DataFolderCrash, leaves_nothing_when_the_file_may_not_grow_so_far) {
    const TemporaryFolder folder;
    ASSERT_EQ(save(folder.path(), sample_table(50, 1)), exit_saved);
    for (const rlim_t limit : {rlim_t{0}, rlim_t{1}, rlim_t{4096}, rlim_t{20'000}, rlim_t{200'000}}) {
        const pid_t child = start([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit size_limit{.rlim_cur = limit, .rlim_max = limit};
            if (::setrlimit(RLIMIT_FSIZE, &size_limit) != 0) return exit_wrong;
            return save(folder.path(), sample_table(5000, 2));
        });

        EXPECT_EQ(wait_for(child), exit_code_of(Fault::exhausted)) << limit;
        EXPECT_EQ(testing::files_below(folder.path()), std::vector<std::string>{"datasets/binance/BTCUSDT/1h/v1.spark"})
            << limit;
    }
    EXPECT_EQ(save(folder.path(), sample_table(5000, 2)), exit_saved);
}

TEST(DataFolderCrash, leaves_nothing_on_a_full_disk) {
    const TemporaryFolder folder;
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=256k") != 0)
        GTEST_SKIP() << "a small file system can be mounted by root only";
    struct Unmount {
        std::filesystem::path path;
        ~Unmount() { ::umount2(path.c_str(), MNT_DETACH); }
    };
    const Unmount at_the_end{folder.path()};

    const auto saved = open_folder(folder.path()).save(sample_info(), sample_table(20'000, 1).columns());

    ASSERT_FALSE(saved.has_value());
    EXPECT_EQ(saved.error().fault, Fault::exhausted);
    EXPECT_FALSE(saved.error().remedy.empty());
    EXPECT_TRUE(testing::files_below(folder.path()).empty());
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "datasets/binance")) << "folders made for nothing go again";
    EXPECT_EQ(save(folder.path(), sample_table(50, 1)), exit_saved) << "a smaller one still fits";
}

TEST(DataFolderCrash, says_what_to_do_when_the_folder_may_not_be_written) {
    const TemporaryFolder folder;
    ASSERT_EQ(save(folder.path(), sample_table(50, 1)), exit_saved);
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0555});
    std::filesystem::permissions(folder.path() / "datasets", std::filesystem::perms{0555});
    const pid_t child = start([&] {
        constexpr uid_t nobody = 54'321;
        if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) return exit_wrong;
        if (::geteuid() != nobody)
            std::filesystem::permissions(folder.path() / "datasets/.lock", std::filesystem::perms{0444});
        const auto saved = open_folder(folder.path()).save(sample_info(), sample_table(50, 2).columns());
        if (saved || saved.error().remedy.empty()) return exit_wrong;
        const auto opened = open_folder(folder.path()).open_data_set("ds_binance_BTCUSDT_1h");
        if (!opened || !opened->check_columns()) return exit_wrong;
        return exit_code_of(saved.error().fault);
    });

    const int code = wait_for(child);
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
    std::filesystem::permissions(folder.path() / "datasets", std::filesystem::perms{0755});

    EXPECT_EQ(code, exit_code_of(Fault::denied));
}

}  // namespace
}  // namespace spark::store
