#include "engine/audit/verify_log.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "engine/audit/testing/sample_log.hpp"
#include "foundation/base/rng.hpp"

namespace spark::audit {
namespace {

using testing::lines_of;
using testing::sample_secret;
using testing::SampleLog;
using testing::text_of_lines;

const std::string checkpoints{checkpoints_name};

LogReport report_of(const LogReader& log,
                    const LogTrust& trust = {.key = crypto::ed25519_public_key(sample_secret())}) {
    auto report = verify_log(log, trust);
    EXPECT_TRUE(report.has_value()) << report.error().message;
    return report ? *std::move(report) : LogReport{};
}

struct Place {
    std::string file;
    std::uint64_t line = 0;
};

/// The lines of all segments as one row, and where each lies.
struct Rows {
    std::vector<std::string> lines;
    std::uint64_t segment_size;

    static Rows of(const SampleLog& log, std::uint64_t segment_size) {
        Rows rows{.lines = {}, .segment_size = segment_size};
        for (const auto& [name, text] : log.files) {
            if (!segment_first(name)) continue;
            for (std::string& line : lines_of(text)) rows.lines.push_back(std::move(line));
        }
        return rows;
    }

    /// Cut into segments of the old sizes again; what is too much goes into the last one.
    void put_into(SampleLog& log) const {
        std::uint64_t segments = 0;
        for (auto& [name, text] : log.files) {
            if (segment_first(name)) {
                ++segments;
                text.clear();
            }
        }
        for (std::size_t index = 0; index < lines.size(); ++index) {
            const std::uint64_t segment = std::min<std::uint64_t>(index / segment_size, segments - 1);
            log.files[segment_name(segment * segment_size + 1)] += lines[index] + '\n';
        }
    }
};

/// Gives every line from `begin` (0-based) on a right number and new hashes, as a forger with the code would. Where the
/// line before was damaged by an earlier mutation there is nothing to chain to: the lines stay as they are.
void rehash(std::vector<std::string>& lines, std::size_t begin) {
    ChainHead head = empty_chain();
    if (begin > 0) {
        const auto link = check_line(lines[begin - 1]);
        if (!link.has_value()) return;
        head = {.sequence = link->sequence, .hash = std::string(link->hash)};
    }
    for (std::size_t index = begin; index < lines.size(); ++index) {
        AuditRecord record;
        // An edited line's hash is wrong: read it as text, as the forger wrote it.
        const wire::Json json = wire::parse_json(lines[index]).value();
        record.time = wall_time_of_ms(json.int64_at("time_ms").value());
        const wire::Json* actor = json.at("actor").value();
        record.actor = {.kind = actor->string_at("kind").value(),
                        .id = actor->string_at("id").value(),
                        .name = actor->string_at("name").value(),
                        .role = actor->string_at("role").value()};
        record.action = json.string_at("action").value();
        record.object = json.string_at("object").value();
        record.outcome = outcome_of(json.string_at("outcome").value()).value();
        record.status = json.int64_at("status").value();
        record.reason = json.string_at("reason").value();
        record.request_id = json.string_at("request_id").value();
        record.address = json.string_at("address").value();
        record.details = *json.at("details").value();
        ChainedRecord chained = chained_after(head, std::move(record));
        lines[index] = std::move(chained.line);
        head = {.sequence = chained.record.sequence, .hash = chained.record.hash};
    }
}

/// One mutation of `lines`; returns the first bad record's number, 0 where nothing was changed.
std::uint64_t mutate(std::vector<std::string>& lines, Rng& random) {
    const auto pick = [&] { return static_cast<std::size_t>(random.uniform(0, static_cast<int>(lines.size()) - 1)); };
    const auto at = [&](std::size_t index) { return lines.begin() + static_cast<std::ptrdiff_t>(index); };
    const std::vector<std::string> before = lines;
    std::size_t place = pick();
    const bool is_rehashed = random.chance(0.4);
    switch (random.uniform(0, 6)) {
        case 0: {  // edit
            const std::size_t in_text = lines[place].find(random.chance(0.5) ? "203.0" : "ay");
            if (in_text == std::string::npos) break;  // an earlier mutation took it
            lines[place][in_text] = lines[place][in_text] == '2' ? '1' : 'e';
            break;
        }
        case 1: lines.erase(at(place)); break;
        case 2: {  // insert a copy of any other record
            const std::string copy = lines[pick()];
            lines.insert(at(place), copy);
            break;
        }
        case 3: {  // swap
            const std::size_t other = pick();
            std::swap(lines[place], lines[other]);
            place = std::min(place, other);
            break;
        }
        case 4: lines.resize(place); break;
        case 5: {  // duplicate
            const std::string copy = lines[place];
            lines.insert(at(place), copy);
            ++place;
            break;
        }
        default: {  // time rewrite
            const std::size_t digit = lines[place].find(R"("time_ms":)") + 18;
            lines[place][digit] = lines[place][digit] == '9' ? '1' : '9';
        }
    }
    if (is_rehashed && place < lines.size()) rehash(lines, place);
    // What is the first record that is not as it was?
    std::size_t first = 0;
    while (first < std::min(lines.size(), before.size()) && lines[first] == before[first]) ++first;
    return lines == before ? 0 : first + 1;
}

/// Every mutation is found, and the record named is the first that is not as it was. `added_last`: records added after
/// the last signed one are found as records only where they do not chain.
void expect_mutations_found(std::uint64_t record_count, int mutation_count) {
    const std::uint64_t segment_size = record_count / 3 + 1;
    const SampleLog whole(record_count, 170, segment_size);
    const Rows rows = Rows::of(whole, segment_size);
    ASSERT_EQ(rows.lines.size(), record_count);
    const std::uint64_t seed = seed_from_system();
    Rng random(seed);
    int made = 0;
    while (made < mutation_count) {
        Rows changed = rows;
        std::uint64_t first = mutate(changed.lines, random);
        if (!changed.lines.empty() && random.chance(0.2)) {  // a second one on top
            const std::uint64_t second = mutate(changed.lines, random);
            static_cast<void>(second);
            first = 0;
            while (first < std::min(rows.lines.size(), changed.lines.size()) &&
                   rows.lines[first] == changed.lines[first])
                ++first;
            first = rows.lines == changed.lines ? 0 : first + 1;
        }
        if (first == 0 || changed.lines.empty()) continue;
        // A record added behind all signed ones, chained right, is what a living writer leaves too.
        if (first > record_count) {
            const auto added = check_line(changed.lines[record_count]);
            const auto last = check_line(changed.lines[record_count - 1]);
            if (added.has_value() && last.has_value() && added->sequence == first && added->previous == last->hash)
                continue;
        }
        ++made;
        SampleLog log = whole;
        changed.put_into(log);

        const LogReport report = report_of(log);

        ASSERT_TRUE(report.finding.has_value()) << "seed " << seed << ", mutation " << made;
        ASSERT_EQ(report.finding->sequence, first)
            << "seed " << seed << ", mutation " << made << ": " << report.finding->what;
        const std::uint64_t index = std::min<std::uint64_t>(first, changed.lines.size()) - 1;
        const std::uint64_t segment = std::min<std::uint64_t>(index / segment_size, log.files.size() - 2);
        if (first <= changed.lines.size()) {
            ASSERT_EQ(report.finding->file, segment_name(segment * segment_size + 1)) << "seed " << seed;
            ASSERT_EQ(report.finding->line, first - segment * segment_size) << "seed " << seed;
        }
    }
}

TEST(VerifyLog, finds_nothing_wrong_with_a_right_log) {
    const SampleLog log(2'000, 170, 700);

    const LogReport report = report_of(log);

    EXPECT_EQ(report.finding, std::nullopt) << report.finding->what;
    EXPECT_EQ(report.record_count, 2'000U);
    EXPECT_EQ(report.signed_count, 2'000U);
    EXPECT_EQ(report.checkpoint_count, 13U);
    EXPECT_EQ(report.segment_count, 3U);
    EXPECT_EQ(report.gap_count, 0U);
    EXPECT_TRUE(report.warnings.empty());
}

TEST(VerifyLog, names_the_first_bad_record_of_mutations_of_a_long_log) { expect_mutations_found(2'000, 60); }
TEST(VerifyLog, names_the_first_bad_record_of_mutations_of_a_short_log) { expect_mutations_found(40, 750); }
TEST(VerifyLogSlow, names_the_first_bad_record_of_ten_thousand_mutations) { expect_mutations_found(2'000, 10'000); }

TEST(VerifyLog, finds_every_kind_of_change_to_the_checkpoints) {
    const SampleLog whole(500, 50, 1'000);
    const std::vector<std::string> lines = lines_of(whole.files.at(checkpoints));
    ASSERT_EQ(lines.size(), 11U);
    const auto finding = [&](const std::function<void(std::vector<std::string>&)>& change) {
        SampleLog log = whole;
        std::vector<std::string> changed = lines;
        change(changed);
        log.files[checkpoints] = text_of_lines(changed);
        return report_of(log).finding.value_or(LogFinding{});
    };

    const LogFinding edited = finding([](auto& all) { all[4][200] ^= 1; });
    const LogFinding deleted = finding([](auto& all) { all.erase(all.begin() + 4); });
    const LogFinding doubled = finding([](auto& all) { all.insert(all.begin() + 4, all[3]); });
    const LogFinding swapped = finding([](auto& all) { std::swap(all[4], all[8]); });
    const LogFinding foreign = finding([&](auto& all) {
        const auto before = parse_checkpoint(all[3]).value();
        const auto now = parse_checkpoint(all[4]).value();
        all[4] = signed_after(head_of(before, all[3]), {.sequence = now.count, .hash = now.last_hash}, now.marks,
                              now.time, sample_secret(8));
    });

    for (const LogFinding& one : {edited, deleted, doubled, swapped, foreign}) {
        EXPECT_EQ(one.file, checkpoints) << one.what;
        EXPECT_EQ(one.line, 5U) << one.what;
        EXPECT_EQ(one.sequence, std::nullopt);
    }
    EXPECT_NE(foreign.what.find("trusted is"), std::string::npos) << foreign.what;
}

TEST(VerifyLog, finds_checkpoints_that_are_gone_altogether) {
    SampleLog log(10, 5, 100);
    log.files.erase(checkpoints);

    const LogReport report = report_of(log);

    ASSERT_TRUE(report.finding.has_value());
    EXPECT_EQ(report.finding->file, checkpoints);
}

TEST(VerifyLog, finds_a_tail_longer_than_a_writer_leaves_unsigned) {
    SampleLog log(1'302, 100, 10'000);
    std::vector<std::string> lines = lines_of(log.files[checkpoints]);
    lines.resize(4);  // signs 300
    log.files[checkpoints] = text_of_lines(lines);
    EXPECT_EQ(report_of(log).finding->file, checkpoints);

    SampleLog short_tail(1'300, 100, 10'000);
    short_tail.files[checkpoints] = text_of_lines(lines);
    const LogReport report = report_of(short_tail);
    EXPECT_EQ(report.finding, std::nullopt);
    EXPECT_EQ(report.signed_count, 300U);
    EXPECT_EQ(report.record_count, 1'300U);
}

TEST(VerifyLog, finds_an_older_copy_and_a_forgery_by_a_stolen_key_through_a_checkpoint_kept_elsewhere) {
    const SampleLog whole(500, 50, 1'000);
    const std::vector<std::string> lines = lines_of(whole.files.at(checkpoints));
    const LogTrust trust{.key = crypto::ed25519_public_key(sample_secret()), .kept_checkpoints = {lines[2], lines[8]}};
    const SampleLog older(300, 50, 1'000);
    const SampleLog forged(500, 60, 1'000);

    EXPECT_EQ(report_of(whole, trust).finding, std::nullopt);
    EXPECT_EQ(report_of(whole, trust).kept_found_count, 2U);
    EXPECT_EQ(report_of(older).finding, std::nullopt) << "nothing inside tells";
    EXPECT_TRUE(report_of(older, trust).finding.has_value());
    EXPECT_TRUE(report_of(forged, trust).finding.has_value());
}

TEST(VerifyLog, takes_a_log_at_its_word_only_with_a_warning) {
    const LogReport report = report_of(SampleLog(10, 5, 100), {});

    EXPECT_EQ(report.finding, std::nullopt);
    EXPECT_EQ(report.warnings.size(), 1U);
    EXPECT_EQ(report.key, crypto::ed25519_public_key(sample_secret()));
}

TEST(VerifyLog, says_where_nothing_was_signed_for_longer_than_promised) {
    SampleLog log(10, 5, 100);
    std::vector<std::string> lines = lines_of(log.files[checkpoints]);
    const Checkpoint last = parse_checkpoint(lines.back()).value();
    const ChainHead records{.sequence = last.count, .hash = last.last_hash};
    const auto add_after = [&](std::chrono::milliseconds wait) {
        const Checkpoint before = parse_checkpoint(lines.back()).value();
        lines.push_back(signed_after(head_of(before, lines.back()), records, "", before.time + wait, sample_secret()));
    };
    add_after(checkpoint_gap);
    add_after(checkpoint_gap + std::chrono::milliseconds(1));
    log.files[checkpoints] = text_of_lines(lines);

    const LogReport report = report_of(log);

    EXPECT_EQ(report.finding, std::nullopt);
    EXPECT_EQ(report.gap_count, 1U);
    EXPECT_EQ(report.longest_gap->to - report.longest_gap->from, checkpoint_gap + std::chrono::milliseconds(1));
}

TEST(VerifyLog, warns_of_a_torn_line_at_the_end_and_finds_one_inside) {
    SampleLog log(10, 5, 4);
    log.files[segment_name(9)] += R"({"hash":"0)";
    EXPECT_EQ(report_of(log).finding, std::nullopt);
    EXPECT_EQ(report_of(log).warnings.size(), 1U);

    log.files[segment_name(5)] += R"({"hash":"0)";
    const LogReport report = report_of(log);
    ASSERT_TRUE(report.finding.has_value());
    EXPECT_EQ(report.finding->sequence, 9U);
    EXPECT_EQ(report.finding->file, segment_name(5));
    EXPECT_EQ(report.finding->line, 5U);
}

TEST(VerifyLog, reads_segments_by_their_numbers_and_no_other_files) {
    EXPECT_EQ(segment_first("audit-000000000001.jsonl"), 1U);
    EXPECT_EQ(segment_first(segment_name(1'234'567'890'123)), 1'234'567'890'123U);
    EXPECT_EQ(segment_first("audit-1.jsonl"), std::nullopt);
    EXPECT_EQ(segment_first("audit-00000000000x.jsonl"), std::nullopt);
    EXPECT_EQ(segment_first("audit-.jsonl"), std::nullopt);
    EXPECT_EQ(segment_first(checkpoints_name), std::nullopt);
}

}  // namespace
}  // namespace spark::audit
