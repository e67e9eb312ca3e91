#include "adapters/store/audit_log.hpp"

#include <sys/stat.h>

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <thread>

#include "adapters/store/testing/audit_logs.hpp"
#include "adapters/store/testing/evidence_runs.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::store {
namespace {

namespace fs = std::filesystem;
using audit::testing::sample_record;
using spark::testing::FreshFolder;
using testing::audit_options;
using testing::open_audit;
using testing::put_text;
using testing::text_of;
using testing::verified;

const std::string first_segment = audit::segment_name(1);

void append_some(AuditLog& log, std::uint64_t count) {
    for (std::uint64_t number = 1; number <= count; ++number) {
        const auto record = log.append(sample_record(number));
        ASSERT_TRUE(record.has_value()) << record.error().message;
    }
}

mode_t mode_of(const fs::path& path) {
    struct stat status{};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777U;
}

TEST(AuditLog, holds_what_it_acknowledged_chained_and_signed) {
    const FreshFolder folder;
    {
        const auto log = open_audit(folder / "audit");
        ASSERT_TRUE(log.has_value()) << log.error().message;
        append_some(**log, 25);
        EXPECT_EQ((*log)->head().sequence, 25U);
    }

    const audit::LogReport report = verified(folder / "audit");

    EXPECT_EQ(report.finding, std::nullopt);
    EXPECT_EQ(report.record_count, 25U);
    EXPECT_EQ(report.signed_count, 25U) << "a clean end signs all";
    EXPECT_EQ(report.checkpoint_count, 2U);
}

TEST(AuditLog, goes_on_where_it_was_when_opened_again) {
    const FreshFolder folder;
    for (int round = 0; round < 3; ++round) append_some(**open_audit(folder.path()), 4);

    EXPECT_EQ(verified(folder.path()).record_count, 12U);
    EXPECT_EQ(verified(folder.path()).finding, std::nullopt);
}

TEST(AuditLog, keeps_all_its_files_to_its_user) {
    const FreshFolder folder;
    append_some(**open_audit(folder / "audit"), 1);

    EXPECT_EQ(mode_of(folder / "audit"), 0700U);
    EXPECT_EQ(mode_of(folder / "audit" / first_segment), 0600U);
    EXPECT_EQ(mode_of(folder / "audit" / std::string(audit::checkpoints_name)), 0600U);
    EXPECT_EQ(mode_of(folder / "audit" / std::string(checkpoint_key_name)), 0600U);
}

TEST(AuditLog, is_refused_with_a_key_that_others_may_read_or_that_is_gone_or_another) {
    const FreshFolder folder;
    append_some(**open_audit(folder.path()), 1);
    const fs::path key = folder.path() / checkpoint_key_name;

    fs::permissions(key, fs::perms{0640});
    EXPECT_EQ(open_audit(folder.path()).error().fault, Fault::denied);
    fs::permissions(key, fs::perms{0600});
    const std::string old_key = text_of(key);
    put_text(key, std::string(64, 'a') + '\n');
    EXPECT_EQ(open_audit(folder.path()).error().fault, Fault::corrupt);
    fs::remove(key);
    EXPECT_EQ(open_audit(folder.path()).error().fault, Fault::corrupt);
    fs::create_symlink("/dev/null", key);
    EXPECT_EQ(open_audit(folder.path()).error().fault, Fault::denied);
    fs::remove(key);
    put_text(key, old_key);
    fs::permissions(key, fs::perms{0600});
    EXPECT_TRUE(open_audit(folder.path()).has_value());
}

TEST(AuditLog, has_one_writer_at_a_time) {
    const FreshFolder folder;
    const auto log = open_audit(folder.path());
    ASSERT_TRUE(log.has_value());

    EXPECT_EQ(open_audit(folder.path()).error().fault, Fault::conflict);
}

TEST(AuditLog, signs_after_so_many_records_and_begins_segments_of_bounded_size) {
    const FreshFolder folder;
    AuditLogOptions options = audit_options();
    options.checkpoint_records = 10;
    options.segment_bytes_max = 5'000;
    {
        const auto log = open_audit(folder.path(), options);
        append_some(**log, 35);
        EXPECT_GE((*log)->head().signed_count, 30U);
    }

    const audit::LogReport report = verified(folder.path());

    EXPECT_EQ(report.finding, std::nullopt) << report.finding->what;
    EXPECT_EQ(report.signed_count, 35U);
    EXPECT_GE(report.segment_count, 3U);
    EXPECT_LE(fs::file_size(folder.path() / first_segment), 5'600U);
    append_some(**open_audit(folder.path(), options), 5);
    EXPECT_EQ(verified(folder.path()).record_count, 40U);
}

TEST(AuditLog, signs_by_itself_when_nothing_happens) {
    const FreshFolder folder;
    std::atomic<int> asked = 0;
    AuditLogOptions options = audit_options();
    options.checkpoint_every = std::chrono::milliseconds(1);
    options.clock = [&asked] { return wall_time_of_ms(1'763'624'712'345 + ++asked); };
    const auto log = open_audit(folder.path(), options);
    while (asked.load() < 5) std::this_thread::yield();

    const audit::LogReport report = verified(folder.path());

    EXPECT_EQ(report.finding, std::nullopt);
    EXPECT_EQ(report.record_count, 0U);
    EXPECT_GE(report.checkpoint_count, 4U);
}

TEST(AuditLog, gives_many_threads_one_order_and_fewer_syncs_than_records) {
    constexpr int threads = 8;
    constexpr int each = 50;
    const FreshFolder folder;
    std::atomic<int> syncs = 0;
    AuditLogOptions options = audit_options();
    options.calls.sync = [&syncs](int descriptor) {
        ++syncs;
        return ::fdatasync(descriptor);
    };
    std::vector<std::uint64_t> order;
    options.on_record = [&order](const audit::AuditRecord& record) { order.push_back(record.sequence); };
    {
        const auto log = open_audit(folder.path(), options);
        std::vector<std::jthread> workers;
        for (int worker = 0; worker < threads; ++worker) {
            workers.emplace_back([&] {
                for (int number = 0; number < each; ++number) EXPECT_TRUE((*log)->append(sample_record(1)).has_value());
            });
        }
    }

    EXPECT_EQ(verified(folder.path()).record_count, std::uint64_t{threads * each});
    EXPECT_EQ(order.size(), std::size_t{threads * each});
    EXPECT_TRUE(std::ranges::is_sorted(order));
    EXPECT_LT(syncs.load(), threads * each);
}

TEST(AuditLog, cuts_a_torn_line_and_records_the_cut) {
    const FreshFolder folder;
    append_some(**open_audit(folder.path()), 3);
    const std::string whole = text_of(folder.path() / first_segment);
    const std::string torn = whole.substr(0, 100);
    put_text(folder.path() / first_segment, whole + torn);
    const fs::path checkpoints = folder.path() / audit::checkpoints_name;
    put_text(checkpoints, text_of(checkpoints) + std::string(7, '\0'));

    const auto log = open_audit(folder.path());

    ASSERT_TRUE(log.has_value()) << log.error().message;
    EXPECT_EQ(verified(folder.path()).finding, std::nullopt);
    const auto page = (*log)->read({.filter = {.action = "audit.*"}});
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->records.size(), 2U);
    EXPECT_EQ(page->records[0].object, first_segment);
    EXPECT_EQ(page->records[0].details.int64_at("cut_bytes").value(), 100);
    EXPECT_EQ(page->records[0].details.string_at("cut_sha256").value(), crypto::sha256_hex(torn));
    EXPECT_EQ(page->records[1].object, audit::checkpoints_name);
    EXPECT_EQ(page->records[1].sequence, 4U);
    EXPECT_TRUE(text_of(folder.path() / first_segment).starts_with(whole));
}

TEST(AuditLog, refuses_to_go_on_after_a_tail_that_is_not_what_was_written) {
    const FreshFolder folder;
    append_some(**open_audit(folder.path()), 5);
    const fs::path segment = folder.path() / first_segment;
    const fs::path checkpoints = folder.path() / audit::checkpoints_name;
    const std::string whole = text_of(segment);
    const std::string all_signed = text_of(checkpoints);
    const auto fault_with = [&](const std::string& records, const std::string& signatures) {
        put_text(segment, records);
        put_text(checkpoints, signatures);
        const auto log = open_audit(folder.path());
        EXPECT_EQ(text_of(segment), records) << "nothing is repaired";
        return log ? std::optional<Fault>{} : std::optional(log.error().fault);
    };
    std::string edited = whole;
    edited[edited.find("ay")] = 'e';
    const std::string cut_off = whole.substr(0, whole.rfind('\n', whole.size() - 2) + 1);
    std::string forged = all_signed;
    forged[forged.size() - 200] ^= 1;

    EXPECT_EQ(fault_with(edited, all_signed), Fault::corrupt);
    EXPECT_EQ(fault_with(cut_off, all_signed), Fault::corrupt);
    EXPECT_EQ(fault_with("", all_signed), Fault::corrupt);
    EXPECT_EQ(fault_with(whole + whole, all_signed), Fault::corrupt);
    EXPECT_EQ(fault_with(whole, forged), Fault::corrupt);
    EXPECT_EQ(fault_with(whole, ""), Fault::corrupt);
    EXPECT_EQ(fault_with(whole, all_signed), std::nullopt);
}

TEST(AuditLog, refuses_everything_after_a_sync_that_failed_and_never_tries_it_again) {
    const FreshFolder folder;
    std::atomic<bool> is_failing = false;
    std::atomic<int> calls = 0;
    AuditLogOptions options = audit_options();
    options.calls.sync = [&](int descriptor) {
        ++calls;
        if (!is_failing) return ::fdatasync(descriptor);
        errno = EIO;
        return -1;
    };
    const auto log = open_audit(folder.path(), options);
    append_some(**log, 2);

    is_failing = true;
    EXPECT_EQ((*log)->append(sample_record(3)).error().fault, Fault::unavailable);
    is_failing = false;
    const int calls_then = calls;
    const auto after = (*log)->append(sample_record(4), AuditUrgency::must_record);

    EXPECT_EQ(after.error().fault, Fault::unavailable);
    EXPECT_EQ((*log)->sign().error().fault, Fault::unavailable);
    EXPECT_EQ(calls, calls_then);
    EXPECT_TRUE((*log)->head().fault.has_value());
    EXPECT_EQ((*log)->head().sequence, 2U);
    EXPECT_EQ((*log)->read({})->records.size(), 2U) << "what was acknowledged can still be read";
}

TEST(AuditLog, is_broken_when_half_a_line_cannot_be_cut_off_again) {
    const FreshFolder folder;
    std::atomic<bool> is_failing = false;
    AuditLogOptions options = audit_options();
    options.calls.write = [&](int descriptor, const void* bytes, std::size_t size) -> ssize_t {
        if (!is_failing) return ::write(descriptor, bytes, size);
        if (size > 100) return ::write(descriptor, bytes, 100 + size % 2);
        errno = ENOSPC;
        return -1;
    };
    options.calls.cut = [&](int, off_t) {
        errno = EIO;
        return -1;
    };
    {
        const auto log = open_audit(folder.path(), options);
        append_some(**log, 2);
        is_failing = true;
        EXPECT_FALSE((*log)->append(sample_record(3)).has_value());
        is_failing = false;
        EXPECT_EQ((*log)->append(sample_record(4)).error().fault, Fault::unavailable);
    }

    const auto again = open_audit(folder.path());

    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ((*again)->read({})->records[0].action, "audit.torn_line_cut");
    EXPECT_EQ((*again)->head().sequence, 3U);
}

TEST(AuditLog, gives_pages_backwards_with_filters) {
    const FreshFolder folder;
    AuditLogOptions options = audit_options();
    options.segment_bytes_max = 4'000;
    const auto log = open_audit(folder.path(), options);
    append_some(**log, 60);

    std::vector<std::uint64_t> seen;
    std::uint64_t before = 0;
    do {
        const auto page = (*log)->read({.before = before, .limit = 7});
        ASSERT_TRUE(page.has_value()) << page.error().message;
        for (const audit::AuditRecord& record : page->records) seen.push_back(record.sequence);
        before = page->next;
    } while (before != 0);
    EXPECT_EQ(seen.size(), 60U);
    EXPECT_EQ(seen.front(), 60U);
    EXPECT_EQ(seen.back(), 1U);
    EXPECT_TRUE(std::ranges::is_sorted(seen, std::ranges::greater()));

    const auto count_of = [&](AuditFilter filter) {
        return (*log)->read({.limit = 100, .filter = filter})->records.size();
    };
    EXPECT_EQ(count_of({.actor = "usr_7"}), 1U);
    EXPECT_EQ(count_of({.actor = "ayşe"}), 60U);
    EXPECT_EQ(count_of({.action = "auth.login"}), 8U);
    EXPECT_EQ(count_of({.action = "backtests.*"}), 52U);
    EXPECT_EQ(count_of({.object = "bt_9"}), 1U);
    EXPECT_EQ(count_of({.outcome = audit::Outcome::refused}), 12U);
    EXPECT_EQ(count_of({.since = sample_record(50).time, .until = sample_record(60).time}), 10U);
    EXPECT_EQ((*log)->read({.limit = 100, .filter = {.actor = "usr_1"}, .scan_max = 10})->next, 51U);
}

TEST(AuditLog, reads_nothing_where_there_is_no_log) {
    const FreshFolder folder;
    EXPECT_EQ(read_audit(folder / "absent", {})->records.size(), 0U);
    EXPECT_EQ((*open_audit(folder / "new"))->read({})->records.size(), 0U);
}

}  // namespace
}  // namespace spark::store
