#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <new>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/store/testing/audit_logs.hpp"
#include "adapters/store/testing/evidence_runs.hpp"
#include "foundation/base/rng.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::store {
namespace {

namespace fs = std::filesystem;
using audit::testing::sample_record;
using spark::testing::FreshFolder;
using testing::audit_options;
using testing::open_audit;
using testing::verified;

/// A number that parent and child both see, also after the child was killed.
class SharedNumber {
  public:
    SharedNumber() {
        void* page = ::mmap(nullptr, sizeof(std::atomic<std::uint64_t>), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        number_ = new (page) std::atomic<std::uint64_t>(0);
    }
    SharedNumber(const SharedNumber&) = delete;
    SharedNumber& operator=(const SharedNumber&) = delete;
    ~SharedNumber() { ::munmap(number_, sizeof(*number_)); }
    std::atomic<std::uint64_t>& operator*() const { return *number_; }

  private:
    std::atomic<std::uint64_t>* number_;
};

/// Appends from two threads until it is killed; `acknowledged` rises to every number that was answered.
void append_for_ever(const fs::path& folder, std::atomic<std::uint64_t>& acknowledged) {
    AuditLogOptions options = audit_options();
    options.segment_bytes_max = 20'000;
    options.checkpoint_records = 25;
    options.checkpoint_every = std::chrono::milliseconds(1);
    const auto log = open_audit(folder, options);
    if (!log) return;
    const auto work = [&] {
        while (true) {
            const auto record = (*log)->append(sample_record(1));
            if (!record) return;
            std::uint64_t before = acknowledged;
            while (before < record->sequence && !acknowledged.compare_exchange_weak(before, record->sequence)) continue;
        }
    };
    const std::jthread other(work);
    work();
}

void expect_every_acknowledged_record(int kills) {
    const std::uint64_t seed = seed_from_system();
    Rng random(seed);
    const FreshFolder folder;
    const SharedNumber acknowledged;
    // On a busy machine a child may be killed before its first record: then more are killed.
    const auto is_enough = [&] { return (*acknowledged).load() > static_cast<std::uint64_t>(kills); };
    for (int round = 0; round < kills || (!is_enough() && round < 20 * kills); ++round) {
        const auto moment = std::chrono::steady_clock::now() + std::chrono::microseconds(random.uniform(0, 50'000));
        const pid_t child = ::fork();
        if (child == 0) {
            append_for_ever(folder.path(), *acknowledged);
            ::_exit(1);
        }
        while (std::chrono::steady_clock::now() < moment) std::this_thread::yield();
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << "it could not go on after round " << round << ", seed " << seed;
        if (!fs::exists(folder.path() / checkpoint_public_key_name)) continue;

        const audit::LogReport report = verified(folder.path());

        ASSERT_EQ(report.finding, std::nullopt) << report.finding->what << ", seed " << seed;
        ASSERT_GE(report.record_count, (*acknowledged).load()) << "seed " << seed;
    }
    EXPECT_TRUE(is_enough()) << "or nothing was killed in its work";
}

TEST(AuditCrash, loses_no_acknowledged_record_when_killed_at_random_moments) { expect_every_acknowledged_record(20); }
TEST(AuditCrashSlow, loses_no_acknowledged_record_in_two_hundred_kills) { expect_every_acknowledged_record(200); }

TEST(AuditCrash, writes_nothing_half_when_files_may_not_grow_so_far) {
    const FreshFolder folder;
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const auto log = open_audit(folder.path());
        for (std::uint64_t number = 1; number <= 10; ++number) {
            if (!(*log)->append(sample_record(number))) ::_exit(2);
        }
        const rlim_t size = fs::file_size(folder.path() / audit::segment_name(1));
        for (const rlim_t more : {rlim_t{0}, rlim_t{1}, rlim_t{100}, rlim_t{300}}) {
            const rlimit limit{.rlim_cur = size + more, .rlim_max = RLIM_INFINITY};
            if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(3);
            const auto refused = (*log)->append(sample_record(11));
            if (refused || refused.error().fault != Fault::exhausted) ::_exit(4);
            if (fs::file_size(folder.path() / audit::segment_name(1)) != size) ::_exit(5);
        }
        const rlimit none{.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
        if (::setrlimit(RLIMIT_FSIZE, &none) != 0) ::_exit(6);
        ::_exit((*log)->append(sample_record(11)) ? 0 : 7);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);

    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(verified(folder.path()).record_count, 11U);
    EXPECT_EQ(verified(folder.path()).finding, std::nullopt);
}

TEST(AuditCrash, keeps_space_for_refusals_on_a_full_disk_and_goes_on_when_there_is_room) {
    const FreshFolder folder;
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=4m") != 0)
        GTEST_SKIP() << "only root may mount a small file system";
    struct Unmount {
        fs::path path;
        ~Unmount() { ::umount2(path.c_str(), MNT_DETACH); }
    };
    const Unmount at_the_end{folder.path()};
    AuditLogOptions options = audit_options();
    options.emergency_bytes = std::uint64_t{1} << 20U;
    const auto log = open_audit(folder / "audit", options);
    ASSERT_TRUE(log.has_value()) << log.error().message;
    const fs::path ballast = folder / "ballast";
    testing::put_text(ballast, std::string(std::size_t{5} << 20U, 'b'));

    std::uint64_t normal = 0;
    auto refused = (*log)->append(sample_record(1));
    for (; refused && normal < 100; refused = (*log)->append(sample_record(1))) ++normal;
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::exhausted);
    EXPECT_TRUE((*log)->head().is_full);

    std::uint64_t urgent = 0;
    while ((*log)->append(sample_record(1), AuditUrgency::must_record)) {
        ++urgent;
        if (urgent % 100 == 0) {
            EXPECT_FALSE((*log)->append(sample_record(1)).has_value()) << "the space is not for the others";
        }
    }
    EXPECT_GE(urgent, 2'000U) << "which the reference promises of 1 MiB";
    RecordProperty("urgent_records", static_cast<int>(urgent));

    fs::remove(ballast);
    EXPECT_TRUE((*log)->append(sample_record(1)).has_value());
    EXPECT_FALSE((*log)->head().is_full);
    EXPECT_EQ(verified(folder / "audit").finding, std::nullopt);
    EXPECT_EQ(verified(folder / "audit").record_count, normal + urgent + 1);
}

}  // namespace
}  // namespace spark::store
