#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/store/evidence_folder.hpp"
#include "adapters/store/testing/evidence_runs.hpp"
#include "adapters/store/testing/traced_child.hpp"
#include "foundation/base/rng.hpp"

namespace spark::store {
namespace {

namespace fs = std::filesystem;
using testing::evidence_files_in;
using testing::evidence_files_of;
using testing::evidence_in;
using testing::put_text;
using testing::ScratchFolder;
using testing::some_run;
using testing::text_of;

constexpr int exit_written = 0;
constexpr int exit_wrong = 99;
int exit_code_of(Fault fault) { return 10 + static_cast<int>(fault); }

int write_as_exit_code(const fs::path& root, const EvidenceRun& run) {
    const auto written = evidence_in(root).write(run);
    return written ? exit_written : exit_code_of(written.error().fault);
}

pid_t start(const std::function<int()>& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    return child;
}

int wait_for(pid_t child) {
    int status = 0;
    if (::waitpid(child, &status, 0) != child) return exit_wrong;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// Every run that is listed from row `first` on is whole. Returns how many are listed.
std::size_t expect_only_whole_runs(const fs::path& root, std::size_t first = 0) {
    const auto list = evidence_in(root).list();
    if (!list) {
        ADD_FAILURE() << list.error().message << " " << list.error().place;
        return 0;
    }
    for (std::size_t row = first; row < list->entries.size(); ++row) {
        const auto report = evidence_in(root).verify(list->entries[row].id, {});
        EXPECT_TRUE(report.has_value()) << row << ": " << report.error().message << " " << report.error().place;
    }
    return list->entries.size();
}

/// After one more write nothing is left of any dead writer.
void expect_no_leftovers_after_writing(const fs::path& root, int number) {
    ASSERT_EQ(write_as_exit_code(root, some_run(number)), exit_written);
    std::vector<std::string> files = evidence_files_in(root);
    std::erase_if(files, [](const std::string& name) { return name.starts_with(audit::torn_prefix); });
    ASSERT_EQ(files, evidence_files_of(evidence_in(root).list().value().entries));
    ASSERT_TRUE(fs::is_empty(root / audit::writing_folder));
}

TEST(EvidenceCrash, leaves_a_whole_run_or_none_when_killed_at_any_system_call) {
    std::set<std::size_t> seen;
    std::size_t kill_at = 0;
    for (bool is_killed = true; is_killed; ++kill_at) {
        const ScratchFolder scratch;
        ASSERT_EQ(write_as_exit_code(scratch.evidence(), some_run(1)), exit_written);

        const auto traced = testing::run_and_kill_at(
            kill_at, [&] { static_cast<void>(write_as_exit_code(scratch.evidence(), some_run(2))); });
        if (!traced.is_allowed) GTEST_SKIP() << "this machine does not let a process trace its child";
        is_killed = traced.is_killed;

        const std::size_t listed = expect_only_whole_runs(scratch.evidence());
        seen.insert(listed);
        const auto second = evidence_in(scratch.evidence()).verify("bt_2", {});
        if (listed == 1) {
            EXPECT_EQ(second.error().fault, Fault::not_found) << "a leftover is no damage: " << second.error().message;
        }
        expect_no_leftovers_after_writing(scratch.evidence(), 3);
        if (::testing::Test::HasFailure()) FAIL() << "killed at system call " << kill_at;
    }
    EXPECT_GT(kill_at, 40U) << "a run has more system calls than that";
    EXPECT_EQ(seen, (std::set<std::size_t>{1, 2}));
}

TEST(EvidenceCrash, makes_everything_durable_before_the_line_and_with_no_sync_too_many) {
    const ScratchFolder scratch;
    ASSERT_EQ(write_as_exit_code(scratch.evidence(), some_run(1)), exit_written);

    const auto traced = testing::run_and_kill_at(
        ~std::size_t{0}, [&] { static_cast<void>(write_as_exit_code(scratch.evidence(), some_run(2))); });
    if (!traced.is_allowed) GTEST_SKIP() << "this machine does not let a process trace its child";

    std::string order;
    for (const long call : traced.calls) {
        if (call == SYS_fsync) order += 's';
        if (call == SYS_renameat || call == SYS_renameat2) order += 'r';
#ifdef SYS_rename
        if (call == SYS_rename) order += 'r';
#endif
    }
    // Two attachments, document, manifest, their folder; three moves; the folder of the kind; the INDEX.
    EXPECT_EQ(order, "sssssrrrss");
}

TEST(EvidenceCrash, leaves_only_whole_runs_when_killed_at_random_moments) {
    const std::uint64_t seed = seed_from_system();
    Rng random(seed);
    const ScratchFolder scratch;
    std::size_t listed = 0;
    for (int round = 0; round < 50; ++round) {
        const std::chrono::microseconds life(random.uniform(0, 4'000));
        const auto moment = std::chrono::steady_clock::now() + life;
        const pid_t child = start([&] {
            for (int next = static_cast<int>(listed);; ++next) {
                const int code = write_as_exit_code(scratch.evidence(), some_run(next, std::string(100'000, 'e')));
                if (code != exit_written) return code;
            }
        });
        while (std::chrono::steady_clock::now() < moment) continue;
        ::kill(child, SIGKILL);
        ASSERT_EQ(wait_for(child), -SIGKILL) << "seed " << seed;

        listed = expect_only_whole_runs(scratch.evidence(), listed);
        ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed << ", round " << round;
    }
    expect_no_leftovers_after_writing(scratch.evidence(), static_cast<int>(listed));
    expect_only_whole_runs(scratch.evidence());
}

TEST(EvidenceCrash, lets_processes_and_threads_write_at_once) {
    constexpr int processes = 3;
    constexpr int runs_each = 8;
    const ScratchFolder scratch;
    std::vector<pid_t> children;
    for (int process = 0; process < processes; ++process) {
        children.push_back(start([&, process] {
            int worst[2] = {exit_written, exit_written};
            const auto work = [&](int half) {
                for (int run = half; run < runs_each; run += 2) {
                    worst[half] = std::max(worst[half],
                                           write_as_exit_code(scratch.evidence(), some_run(process * runs_each + run)));
                }
            };
            std::thread other(work, 1);
            work(0);
            other.join();
            return std::max(worst[0], worst[1]);
        }));
    }

    for (const pid_t child : children) EXPECT_EQ(wait_for(child), exit_written);

    EXPECT_EQ(expect_only_whole_runs(scratch.evidence()), static_cast<std::size_t>(processes * runs_each));
    EXPECT_EQ(evidence_files_in(scratch.evidence()),
              evidence_files_of(evidence_in(scratch.evidence()).list().value().entries));
}

TEST(EvidenceCrash, gives_one_of_two_writers_of_the_same_run_a_conflict) {
    for (int round = 0; round < 10; ++round) {
        const ScratchFolder scratch;
        const pid_t one = start([&] { return write_as_exit_code(scratch.evidence(), some_run(1)); });
        const pid_t two = start([&] { return write_as_exit_code(scratch.evidence(), some_run(1)); });

        const std::set<int> codes{wait_for(one), wait_for(two)};

        EXPECT_EQ(codes, (std::set<int>{exit_written, exit_code_of(Fault::conflict)}));
        EXPECT_EQ(expect_only_whole_runs(scratch.evidence()), 1U);
    }
}

TEST(EvidenceCrash, moves_a_torn_tail_aside_and_says_so) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    const fs::path index = scratch.evidence() / audit::index_name;
    ASSERT_TRUE(folder.write(some_run(1)).has_value());
    const std::string whole = text_of(index);
    const std::string torn = whole.substr(0, whole.size() / 2);

    put_text(index, whole + torn);
    EXPECT_EQ(folder.list().value().entries.size(), 1U);
    EXPECT_EQ(folder.list().value().warnings.size(), 1U);
    EXPECT_EQ(folder.verify("bt_1", {}).value().warnings.size(), 1U);
    EXPECT_EQ(text_of(index), whole + torn) << "reading changes nothing";
    const auto written = folder.write(some_run(2));

    ASSERT_TRUE(written.has_value()) << written.error().message;
    ASSERT_EQ(written->warnings.size(), 1U);
    EXPECT_NE(written->warnings[0].find("INDEX.torn-1"), std::string::npos) << written->warnings[0];
    EXPECT_EQ(text_of(scratch.evidence() / "INDEX.torn-1"), torn);
    EXPECT_TRUE(text_of(index).starts_with(whole));
    EXPECT_EQ(expect_only_whole_runs(scratch.evidence()), 2U);

    put_text(index, text_of(index) + std::string(3, '\0'));
    EXPECT_TRUE(folder.write(some_run(3)).has_value());
    EXPECT_EQ(text_of(scratch.evidence() / "INDEX.torn-2"), std::string(3, '\0'));
    EXPECT_EQ(text_of(scratch.evidence() / "INDEX.torn-1"), torn);
    EXPECT_EQ(expect_only_whole_runs(scratch.evidence()), 3U);
}

TEST(EvidenceCrash, recovers_a_torn_tail_when_killed_at_any_system_call_of_it) {
    std::size_t kill_at = 0;
    for (bool is_killed = true; is_killed; ++kill_at) {
        const ScratchFolder scratch;
        ASSERT_EQ(write_as_exit_code(scratch.evidence(), some_run(1)), exit_written);
        const fs::path index = scratch.evidence() / audit::index_name;
        put_text(index, text_of(index) + "torn");

        const auto traced = testing::run_and_kill_at(
            kill_at, [&] { static_cast<void>(write_as_exit_code(scratch.evidence(), some_run(2))); });
        if (!traced.is_allowed) GTEST_SKIP() << "this machine does not let a process trace its child";
        is_killed = traced.is_killed;

        expect_only_whole_runs(scratch.evidence());
        expect_no_leftovers_after_writing(scratch.evidence(), 3);
        ASSERT_EQ(text_of(scratch.evidence() / "INDEX.torn-1"), "torn");
        if (::testing::Test::HasFailure()) FAIL() << "killed at system call " << kill_at;
    }
}

TEST(EvidenceCrash, adds_nothing_to_an_index_whose_last_line_is_wrong) {
    const ScratchFolder scratch;
    ASSERT_EQ(write_as_exit_code(scratch.evidence(), some_run(1)), exit_written);
    const fs::path index = scratch.evidence() / audit::index_name;
    std::string text = text_of(index);
    text[20] ^= 1;
    put_text(index, text);

    EXPECT_EQ(write_as_exit_code(scratch.evidence(), some_run(2)), exit_code_of(Fault::corrupt));

    EXPECT_EQ(text_of(index), text);
    EXPECT_FALSE(fs::exists(scratch.evidence() / "backtest/bt_2.json"));
}

TEST(EvidenceCrash, lists_nothing_half_when_files_may_not_grow_so_far) {
    constexpr int runs = 8;
    const ScratchFolder scratch;
    for (int number = 0; number < runs; ++number)
        ASSERT_EQ(write_as_exit_code(scratch.evidence(), some_run(number)), exit_written);
    const rlim_t index_size = fs::file_size(scratch.evidence() / audit::index_name);
    const rlim_t line_size = index_size / runs;
    ASSERT_GT(index_size, fs::file_size(scratch.evidence() / "backtest/bt_1.manifest.json"))
        << "or the INDEX is never reached";

    // In the attachments, in the manifest, before the line, in it, and one byte short of its end.
    for (const rlim_t limit :
         {rlim_t{0}, rlim_t{1}, rlim_t{300}, index_size, index_size + 100, index_size + line_size - 1}) {
        const pid_t child = start([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit size_limit{.rlim_cur = limit, .rlim_max = limit};
            if (::setrlimit(RLIMIT_FSIZE, &size_limit) != 0) return exit_wrong;
            return write_as_exit_code(scratch.evidence(), some_run(runs));
        });

        EXPECT_EQ(wait_for(child), exit_code_of(Fault::exhausted)) << limit;
        EXPECT_EQ(expect_only_whole_runs(scratch.evidence()), std::size_t{runs}) << limit;
        EXPECT_EQ(evidence_files_in(scratch.evidence()),
                  evidence_files_of(evidence_in(scratch.evidence()).list().value().entries))
            << limit;
    }
    EXPECT_EQ(write_as_exit_code(scratch.evidence(), some_run(runs)), exit_written);
    EXPECT_EQ(fs::file_size(scratch.evidence() / audit::index_name), index_size + line_size)
        << "so the limits were where they are said to be";
}

TEST(EvidenceCrash, lists_nothing_half_on_a_full_disk) {
    const ScratchFolder scratch;
    if (::mount("tmpfs", scratch.path().c_str(), "tmpfs", 0, "size=256k") != 0)
        GTEST_SKIP() << "only root may mount a small file system";
    struct Unmount {
        fs::path path;
        ~Unmount() { ::umount2(path.c_str(), MNT_DETACH); }
    };
    const Unmount at_the_end{scratch.path()};
    ASSERT_EQ(write_as_exit_code(scratch.evidence(), some_run(1)), exit_written);

    EXPECT_EQ(write_as_exit_code(scratch.evidence(), some_run(2, std::string(300'000, 'e'))),
              exit_code_of(Fault::exhausted));

    EXPECT_EQ(expect_only_whole_runs(scratch.evidence()), 1U);
    EXPECT_EQ(write_as_exit_code(scratch.evidence(), some_run(3)), exit_written) << "a smaller one still fits";
}

TEST(EvidenceCrash, reads_from_a_folder_that_may_not_be_written_and_is_denied_to_write) {
    const ScratchFolder scratch;
    ASSERT_EQ(write_as_exit_code(scratch.evidence(), some_run(1)), exit_written);
    fs::permissions(scratch.path(), fs::perms{0755});
    std::vector<fs::path> all{scratch.evidence()};
    for (const auto& entry : fs::recursive_directory_iterator(scratch.evidence())) all.push_back(entry.path());
    for (const fs::path& path : all) fs::permissions(path, fs::is_directory(path) ? fs::perms{0555} : fs::perms{0444});

    const pid_t child = start([&] {
        constexpr uid_t nobody = 54'321;
        if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) return exit_wrong;
        if (!evidence_in(scratch.evidence()).verify("bt_1", {})) return exit_wrong;
        return write_as_exit_code(scratch.evidence(), some_run(2));
    });
    const int code = wait_for(child);
    for (const fs::path& path : all) fs::permissions(path, fs::perms{0755});

    EXPECT_EQ(code, exit_code_of(Fault::denied));
    EXPECT_EQ(evidence_files_in(scratch.evidence()),
              evidence_files_of(evidence_in(scratch.evidence()).list().value().entries));
}

}  // namespace
}  // namespace spark::store
