#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "adapters/trials/leaderboard.hpp"
#include "adapters/trials/testing/sample_trials.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::trials {
namespace {

namespace fs = std::filesystem;
using spark::testing::FreshFolder;
using testing::random_row;
using testing::sample_header;

constexpr std::uint64_t row_seed = 77;
constexpr std::uint64_t rows_in_all = 40'000;

/// The row of a number, the same in every process.
TrialRow row_of(std::uint64_t number) {
    Rng random = Rng(row_seed).split(number);
    TrialRow row = random_row(number, random);
    for (std::size_t axis = 0; axis < row.point.size(); ++axis) row.point[axis] %= 2;
    return row;
}

/// Goes on where the folder stands, in blocks of 1 to 20 rows; `acknowledged` is the count of rows answered.
int go_on(const fs::path& path, std::atomic<std::uint64_t>& acknowledged) {
    auto folder = TrialFolder::open_to_resume(path);
    if (!folder) return 2;
    if (folder->count() < acknowledged) return 3;
    Rng random(folder->count());
    while (folder->count() < rows_in_all) {
        std::vector<TrialRow> rows;
        const std::int64_t size = random.uniform(1, 20);
        for (std::uint64_t number = folder->count(); std::ssize(rows) < size; ++number) rows.push_back(row_of(number));
        if (!folder->append(rows)) return 4;
        acknowledged = folder->count();
    }
    return 0;
}

TEST(TrialFolderCrash, has_every_acknowledged_row_once_after_kills_at_random_moments) {
    const std::uint64_t seed = seed_from_system();
    Rng random(seed);
    const FreshFolder home;
    {
        ASSERT_TRUE(TrialFolder::create(home / "run", sample_header()).has_value());
    }
    void* page = ::mmap(nullptr, 4'096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    auto& acknowledged = *new (page) std::atomic<std::uint64_t>(0);
    int kills_in_work = 0;
    for (int round = 0; round < 400 && kills_in_work < 40 && acknowledged < rows_in_all; ++round) {
        const std::uint64_t before = acknowledged;
        const pid_t child = ::fork();
        if (child == 0) ::_exit(go_on(home / "run", acknowledged));
        const auto moment = std::chrono::steady_clock::now() + std::chrono::microseconds(random.uniform(0, 15'000));
        while (std::chrono::steady_clock::now() < moment) std::this_thread::yield();
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0)
            << "it ended with " << WEXITSTATUS(status) << ", seed " << seed;
        if (acknowledged > before) ++kills_in_work;

        const auto read = TrialFolder::open_to_read(home / "run");
        ASSERT_TRUE(read.has_value()) << read.error().message << ", seed " << seed;
        ASSERT_GE(read->count(), acknowledged.load()) << "seed " << seed;
    }
    EXPECT_GT(kills_in_work, 3) << "or nothing was killed in its work, seed " << seed;

    const auto read = TrialFolder::open_to_read(home / "run").value();
    std::uint64_t number = 0;
    ASSERT_TRUE(read.for_each([&](const TrialRow& row) {
                        EXPECT_EQ(row.number, number) << "seed " << seed;
                        EXPECT_EQ(row.outcome.figures, row_of(number).outcome.figures) << "seed " << seed;
                        ++number;
                        return true;
                    })
                    .has_value());
    EXPECT_EQ(number, read.count());
    ::munmap(page, 4'096);
}

TEST(TrialFolderCrash, tells_a_second_writer_which_process_has_the_folder) {
    const FreshFolder home;
    auto folder = TrialFolder::create(home / "run", sample_header()).value();

    const auto second = TrialFolder::open_to_resume(home / "run");

    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().fault, Fault::conflict);
    EXPECT_NE(second.error().message.find("pid " + std::to_string(::getpid())), std::string::npos)
        << second.error().message;
    EXPECT_TRUE(TrialFolder::open_to_read(home / "run").has_value()) << "reading needs no lock";
}

TEST(TrialFolderCrash, stays_whole_when_the_file_may_not_grow_and_goes_on_when_it_may) {
    const FreshFolder home;
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        auto folder = TrialFolder::create(home / "run", sample_header());
        std::vector<TrialRow> rows;
        for (std::uint64_t number = 0; number < 100; ++number) rows.push_back(row_of(number));
        if (!folder || !folder->append(std::span(rows).first(50))) ::_exit(2);
        const rlim_t size = fs::file_size(home / "run/trials.journal");
        for (const rlim_t more : {rlim_t{0}, rlim_t{1}, rlim_t{39}, rlim_t{40}, rlim_t{300}}) {
            const rlimit limit{.rlim_cur = size + more, .rlim_max = RLIM_INFINITY};
            if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(3);
            const auto refused = folder->append(std::span(rows).subspan(50));
            if (refused || refused.error().fault != Fault::exhausted) ::_exit(4);
            if (fs::file_size(home / "run/trials.journal") != size || folder->count() != 50) ::_exit(5);
        }
        const rlimit none{.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
        if (::setrlimit(RLIMIT_FSIZE, &none) != 0) ::_exit(6);
        ::_exit(folder->append(std::span(rows).subspan(50)) ? 0 : 7);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);

    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(TrialFolder::open_to_resume(home / "run").value().count(), 100U);
}

TEST(TrialFolderCrash, is_resumable_after_the_disk_was_full_for_the_journal_and_for_the_leaderboard) {
    const FreshFolder home;
    if (::mount("tmpfs", home.path().c_str(), "tmpfs", 0, "size=1m") != 0)
        GTEST_SKIP() << "only root may mount a small file system";
    struct Unmount {
        fs::path path;
        ~Unmount() { ::umount2(path.c_str(), MNT_DETACH); }
    };
    const Unmount at_the_end{home.path()};
    const auto rows = testing::random_rows(1'000, row_seed);
    std::optional<TrialFolder> folder = TrialFolder::create(home / "run", sample_header()).value();
    ASSERT_TRUE(folder->append(std::span(rows).first(500)).has_value());
    const fs::path ballast = home / "ballast";
    std::ofstream(ballast) << std::string(std::size_t{2} << 20U, 'b');

    Result<void> refused;
    std::size_t next = 500;
    for (; refused && next < rows.size(); next += refused ? 10 : 0)
        refused = folder->append(std::span(rows).subspan(next, 10));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::exhausted);
    const auto unwritten = write_leaderboard(*folder, folder->ranking().value(), home / "run/leaderboard.csv");
    ASSERT_FALSE(unwritten.has_value());
    EXPECT_EQ(unwritten.error().fault, Fault::exhausted);
    EXPECT_NE(unwritten.error().remedy, "");
    EXPECT_FALSE(fs::exists(home / "run/leaderboard.csv"));
    folder.reset();
    EXPECT_EQ(TrialFolder::open_to_read(home / "run").value().count(), next);

    fs::remove(ballast);
    folder = TrialFolder::open_to_resume(home / "run").value();
    ASSERT_TRUE(folder->append(std::span(rows).subspan(next)).has_value());
    EXPECT_EQ(folder->count(), 1'000U);
    EXPECT_TRUE(write_leaderboard(*folder, folder->ranking().value(), home / "run/leaderboard.csv").has_value());
}

}  // namespace
}  // namespace spark::trials
