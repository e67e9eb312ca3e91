#include "foundation/base/file_lock.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "foundation/base/files.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark {
namespace {

using std::chrono::milliseconds;

TEST(FileLock, is_held_by_one_only_and_free_when_let_go) {
    const testing::FreshFolder folder;
    std::optional<FileLock> first = FileLock::acquire(folder / "lock", "spark ingest", milliseconds{0}).value();

    const auto second = FileLock::acquire(folder / "lock", "spark data", milliseconds{0});
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().fault, Fault::conflict);
    EXPECT_NE(second.error().message.find("pid " + std::to_string(::getpid()) + " (spark ingest)"), std::string::npos)
        << second.error().message;

    FileLock moved = *std::move(first);
    first.reset();
    EXPECT_FALSE(FileLock::acquire(folder / "lock", "x", milliseconds{0}).has_value()) << "moved, not let go";
    moved = FileLock::acquire(folder / "other", "x", milliseconds{0}).value();
    EXPECT_TRUE(FileLock::acquire(folder / "lock", "x", milliseconds{0}).has_value());
    EXPECT_EQ(read_file(folder / "lock", 100).value(), "") << "the holder's name goes with the lock";
}

TEST(FileLock, is_granted_to_who_waits_long_enough) {
    const testing::FreshFolder folder;
    std::optional<FileLock> held = FileLock::acquire(folder / "lock", "first", milliseconds{0}).value();
    bool granted = false;
    std::jthread waiter(
        [&] { granted = FileLock::acquire(folder / "lock", "second", milliseconds{20'000}).has_value(); });

    held.reset();
    waiter.join();

    EXPECT_TRUE(granted);
}

TEST(FileLock, names_another_process_and_is_freed_by_its_death) {
    const testing::FreshFolder folder;
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = FileLock::acquire(folder / "lock", "spark ingest csv x.csv", milliseconds{0});
        const char sign = lock ? 'y' : 'n';
        if (::write(ready[1], &sign, 1) == 1) ::pause();
        ::_exit(1);
    }
    char sign = '\0';
    ASSERT_EQ(::read(ready[0], &sign, 1), 1);
    ASSERT_EQ(sign, 'y');

    const auto refused = FileLock::acquire(folder / "lock", "second", milliseconds{30});
    EXPECT_EQ(refused.error().fault, Fault::conflict);
    EXPECT_NE(refused.error().message.find("pid " + std::to_string(child)), std::string::npos)
        << refused.error().message;

    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(FileLock::acquire(folder / "lock", "second", milliseconds{0}).has_value());
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(FileLock, needs_its_folder) {
    const testing::FreshFolder folder;

    EXPECT_EQ(FileLock::acquire(folder / "absent/lock", "x", milliseconds{0}).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace spark
