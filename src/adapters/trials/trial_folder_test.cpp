#include "adapters/trials/trial_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include "adapters/trials/testing/sample_trials.hpp"
#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::trials {
namespace {

namespace fs = std::filesystem;
using spark::testing::FreshFolder;
using testing::all_rows;
using testing::random_rows;
using testing::sample_header;

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

void put_bytes(const fs::path& path, std::string_view bytes) { std::ofstream(path, std::ios::binary) << bytes; }

/// A folder with these rows in blocks of so many; closed.
void make(const fs::path& folder, std::span<const TrialRow> rows, std::size_t block, bool has_details = true) {
    auto made = TrialFolder::create(folder, sample_header(has_details));
    ASSERT_TRUE(made.has_value()) << made.error().message;
    for (std::size_t first = 0; first < rows.size(); first += block) {
        const auto appended = made->append(rows.subspan(first, std::min(block, rows.size() - first)));
        ASSERT_TRUE(appended.has_value()) << appended.error().message;
    }
}

void expect_same(const TrialRow& a, const TrialRow& b) {
    EXPECT_EQ(a.number, b.number);
    EXPECT_EQ(a.bars_share, b.bars_share);
    EXPECT_EQ(a.point, b.point);
    EXPECT_EQ(a.objective, b.objective);
    EXPECT_EQ(a.keeps_constraints, b.keeps_constraints);
    EXPECT_EQ(a.outcome.figures, b.outcome.figures);
    EXPECT_EQ(a.outcome.details, b.outcome.details);
    EXPECT_EQ(a.outcome.result_hash, b.outcome.result_hash);
    EXPECT_EQ(a.outcome.refusal, b.outcome.refusal);
}

void expect_same_rows(const std::vector<TrialRow>& found, std::span<const TrialRow> expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t index = 0; index < found.size(); ++index) expect_same(found[index], expected[index]);
}

TEST(TrialFolder, gives_back_every_row_as_it_was_appended) {
    for (const bool has_details : {true, false}) {
        const FreshFolder home;
        const auto rows = random_rows(1'000, 7, has_details);
        make(home / "run", rows, 64, has_details);

        const auto read = TrialFolder::open_to_read(home / "run");

        ASSERT_TRUE(read.has_value()) << read.error().message;
        EXPECT_EQ(read->count(), 1'000U);
        expect_same_rows(all_rows(*read), rows);
        for (const std::uint64_t number : {0U, 17U, 999U}) expect_same(read->row(number).value(), rows[number]);
        EXPECT_EQ(read->row(1'000).error().fault, Fault::not_found);
        EXPECT_EQ(read->header().json(), sample_header(has_details).json());
    }
}

TEST(TrialFolder, goes_on_where_it_was_left) {
    const FreshFolder home;
    const auto rows = random_rows(300, 3);
    make(home / "run", std::span(rows).first(100), 7);

    {
        auto folder = TrialFolder::open_to_resume(home / "run");
        ASSERT_TRUE(folder.has_value()) << folder.error().message;
        EXPECT_EQ(folder->count(), 100U);
        EXPECT_TRUE(folder->has(99));
        EXPECT_FALSE(folder->has(100));
        ASSERT_TRUE(folder->append(std::span(rows).subspan(100)).has_value());
        ASSERT_TRUE(folder->sync().has_value());
        expect_same_rows(all_rows(*folder), rows);
        expect_same(folder->row(150).value(), rows[150]);
    }

    expect_same_rows(all_rows(TrialFolder::open_to_read(home / "run").value()), rows);
}

TEST(TrialFolder, has_a_set_once) {
    const FreshFolder home;
    const auto rows = random_rows(10, 3);
    auto folder = TrialFolder::create(home / "run", sample_header()).value();
    ASSERT_TRUE(folder.append(std::span(rows).first(5)).has_value());

    const auto again = folder.append(std::span(rows).subspan(4));
    const std::vector<TrialRow> same{rows[7], rows[8], rows[7]};
    const auto twice = folder.append(same);

    EXPECT_EQ(again.error().fault, Fault::conflict);
    EXPECT_EQ(again.error().message, "set 4 is in the journal already");
    EXPECT_EQ(twice.error().message, "set 7 is given twice");
    EXPECT_EQ(folder.count(), 5U) << "all or none";
    EXPECT_FALSE(folder.has(8));
    ASSERT_TRUE(folder.append(std::span(rows).subspan(5)).has_value());
    expect_same_rows(all_rows(folder), rows);
}

TEST(TrialFolder, keeps_what_is_not_finite_as_no_objective) {
    const FreshFolder home;
    auto rows = random_rows(3, 3);
    rows[0].objective = std::numeric_limits<double>::quiet_NaN();
    rows[1].objective = std::numeric_limits<double>::infinity();
    auto folder = TrialFolder::create(home / "run", sample_header()).value();

    ASSERT_TRUE(folder.append(rows).has_value());

    EXPECT_FALSE(folder.row(0).value().objective.has_value());
    EXPECT_FALSE(folder.row(1).value().objective.has_value());
}

TEST(TrialFolder, cuts_a_reason_that_is_too_long_between_letters) {
    const FreshFolder home;
    TrialRow row = random_rows(1, 3)[0];
    row.outcome = {};
    row.objective = std::nullopt;
    for (int letter = 0; letter < 3'000; ++letter) row.outcome.refusal += "ş";
    row.outcome.refusal.insert(0, "x");
    auto folder = TrialFolder::create(home / "run", sample_header()).value();

    ASSERT_TRUE(folder.append(std::span(&row, 1)).has_value());

    EXPECT_EQ(folder.row(0).value().outcome.refusal, row.outcome.refusal.substr(0, 1'999));
}

TEST(TrialFolder, ranks_by_objective_then_net_then_number) {
    const FreshFolder home;
    auto rows = random_rows(5'000, 11);
    rows[20].objective = rows[30].objective = rows[10].objective = 50;
    rows[20].bars_share = rows[30].bars_share = rows[10].bars_share = 1;
    for (const std::size_t number : {10U, 20U, 30U}) rows[number].outcome.refusal.clear();
    rows[10].outcome.figures.net = rows[20].outcome.figures.net = Notional::of_whole(1);
    rows[30].outcome.figures.net = Notional::of_whole(2);
    make(home / "run", rows, 100);

    const auto ranking = TrialFolder::open_to_read(home / "run").value().ranking().value();

    ASSERT_EQ(static_cast<std::ptrdiff_t>(ranking.size()), std::ranges::count_if(rows, is_ranked));
    EXPECT_EQ(std::vector(ranking.begin(), ranking.begin() + 3), (std::vector<std::uint64_t>{30, 10, 20}));
    for (std::size_t place = 1; place < ranking.size(); ++place) {
        const TrialRow& better = rows[ranking[place - 1]];
        const TrialRow& worse = rows[ranking[place]];
        EXPECT_TRUE(is_ranked(worse));
        EXPECT_TRUE(std::tuple(-*better.objective, -better.outcome.figures.net.units(), better.number) <
                    std::tuple(-*worse.objective, -worse.outcome.figures.net.units(), worse.number));
    }
}

TEST(TrialFolder, is_made_once_and_only_in_an_empty_folder) {
    const FreshFolder home;
    make(home / "run", random_rows(3, 1), 3);
    put_bytes(home / "notes.txt", "mine");

    const auto again = TrialFolder::create(home / "run", sample_header());
    const auto among_others = TrialFolder::create(home.path(), sample_header());

    EXPECT_EQ(again.error().fault, Fault::conflict);
    EXPECT_NE(again.error().message.find("holds an optimization already"), std::string::npos);
    EXPECT_NE(again.error().remedy.find("resume"), std::string::npos);
    EXPECT_EQ(among_others.error().fault, Fault::conflict);
    EXPECT_FALSE(fs::exists(home / trial_lock_name.data())) << "nothing is left in a folder of somebody else";
    EXPECT_EQ(TrialFolder::open_to_resume(home.path()).error().fault, Fault::not_found);
    EXPECT_EQ(TrialFolder::open_to_read(home / "absent").error().fault, Fault::not_found);
}

TEST(TrialFolder, is_read_while_it_is_written) {
    const FreshFolder home;
    const auto rows = random_rows(200, 5);
    auto writer = TrialFolder::create(home / "run", sample_header()).value();
    ASSERT_TRUE(writer.append(std::span(rows).first(50)).has_value());
    auto reader = TrialFolder::open_to_read(home / "run").value();
    ASSERT_TRUE(writer.append(std::span(rows).subspan(50)).has_value());

    EXPECT_EQ(all_rows(reader).size(), 50U) << "what it has taken in";
    ASSERT_TRUE(reader.refresh().has_value());

    expect_same_rows(all_rows(reader), rows);
    expect_same(reader.row(199).value(), rows[199]);
}

TEST(TrialFolder, cuts_off_a_torn_tail_of_any_length) {
    const FreshFolder home;
    const auto rows = random_rows(60, 5);
    make(home / "run", std::span(rows).first(20), 5);
    const std::string before = bytes_of(home / "run/trials.journal");
    {
        auto folder = TrialFolder::open_to_resume(home / "run").value();
        ASSERT_TRUE(folder.append(std::span(rows).subspan(20)).has_value());
    }
    const std::string whole = bytes_of(home / "run/trials.journal");

    for (std::size_t size = before.size(); size < whole.size(); size += size < before.size() + 50 ? 1 : 37) {
        put_bytes(home / "run/trials.journal", whole.substr(0, size));
        ASSERT_EQ(TrialFolder::open_to_read(home / "run").value().count(), 20U) << size;
        ASSERT_EQ(TrialFolder::open_to_read(home / "run").value().torn_bytes(), size - before.size());
        auto folder = TrialFolder::open_to_resume(home / "run");
        ASSERT_TRUE(folder.has_value()) << size << ": " << folder.error().message;
        ASSERT_TRUE(folder->append(std::span(rows).subspan(20)).has_value());
        ASSERT_EQ(bytes_of(home / "run/trials.journal"), whole);
    }
    // Room that was given and never filled, and a last page that was never written.
    for (const std::string& tail : {std::string(5'000, '\0'), std::string(17, '\0')}) {
        put_bytes(home / "run/trials.journal", before + tail);
        EXPECT_EQ(TrialFolder::open_to_resume(home / "run").value().count(), 20U);
    }
    // The last page of it was never written, the ones before were.
    const std::size_t page = whole.size() / 4'096 * 4'096;
    ASSERT_GT(page, before.size()) << "or this is no test";
    std::string torn = whole;
    std::fill(torn.begin() + static_cast<std::ptrdiff_t>(page), torn.end(), '\0');
    put_bytes(home / "run/trials.journal", torn);
    EXPECT_EQ(TrialFolder::open_to_resume(home / "run").value().count(), 20U);
    EXPECT_EQ(bytes_of(home / "run/trials.journal"), before);
}

/// What opening says of a journal of these bytes; nothing when it is taken.
std::optional<Error> finding(const fs::path& folder, std::string_view bytes) {
    put_bytes(folder / journal_name, bytes);
    const auto read = TrialFolder::open_to_read(folder);
    const auto resumed = TrialFolder::open_to_resume(folder);
    EXPECT_EQ(read.has_value(), resumed.has_value());
    if (read) return std::nullopt;
    return read.error();
}

TEST(TrialFolder, notices_a_changed_byte_anywhere) {
    const FreshFolder home;
    make(home / "run", random_rows(12, 5), 4);
    const std::string whole = bytes_of(home / "run/trials.journal");

    for (std::size_t at = 0; at < whole.size(); at += at < 100 ? 1 : 7) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        const auto found = finding(home / "run", changed);
        ASSERT_TRUE(found.has_value()) << "byte " << at << " of " << whole.size();
        ASSERT_EQ(found->fault, Fault::corrupt);
    }
    EXPECT_EQ(finding(home / "run", whole), std::nullopt);
}

TEST(TrialFolder, notices_blocks_that_were_moved_taken_out_or_come_from_elsewhere) {
    const FreshFolder home;
    const auto rows = random_rows(30, 5);
    make(home / "run", rows, 10);
    const std::string whole = bytes_of(home / "run/trials.journal");
    TrialHeader foreign = sample_header();
    foreign.order.set("seed", 2);
    {
        auto other = TrialFolder::create(home / "other", foreign).value();
        for (std::size_t first = 0; first < 30; first += 10)
            ASSERT_TRUE(other.append(std::span(rows).subspan(first, 10)).has_value());
    }
    const std::string from_elsewhere = bytes_of(home / "other/trials.journal");
    std::vector<std::size_t> begins;
    for (std::size_t at = whole.find("TBLK"); at != std::string::npos; at = whole.find("TBLK", at + 1))
        begins.push_back(at);
    ASSERT_EQ(begins.size(), 3U);
    ASSERT_EQ(from_elsewhere.size(), whole.size());
    const std::string head = whole.substr(0, begins[0]);
    const std::string first = whole.substr(begins[0], begins[1] - begins[0]);
    const std::string second = whole.substr(begins[1], begins[2] - begins[1]);
    const std::string third = whole.substr(begins[2]);

    EXPECT_EQ(finding(home / "run", head + first + second + third), std::nullopt);
    EXPECT_EQ(finding(home / "run", head + second + first + third)->fault, Fault::corrupt);
    EXPECT_EQ(finding(home / "run", head + first + third)->fault, Fault::corrupt);
    EXPECT_EQ(finding(home / "run", head + first + second + third + third)->fault, Fault::corrupt);
    EXPECT_EQ(finding(home / "run", head + first + second + third + "and more")->fault, Fault::corrupt);
    const auto swapped = finding(home / "run", head + first + from_elsewhere.substr(begins[1]));
    ASSERT_TRUE(swapped.has_value());
    EXPECT_NE(swapped->message.find("trials.journal: block 1 at byte"), std::string::npos) << swapped->message;
    EXPECT_NE(swapped->message.find("belongs to another optimization"), std::string::npos) << swapped->message;
}

TEST(TrialHeader, says_field_by_field_what_another_order_is) {
    const TrialHeader was = sample_header();
    TrialHeader is = sample_header();
    is.order.find("dataset")->set("sha256", "91ff");
    is.order.set("rule", "new");
    is.axes[0].step = 1;

    EXPECT_TRUE(check_same_order(was, was).has_value());
    const auto refused = check_same_order(was, is);

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::conflict);
    EXPECT_EQ(refused.error().message,
              "the folder is for another order: order/dataset/sha256 was 77a1, is 91ff; order/rule was absent, is new; "
              "axes/0/step was 5, is 1");
}

}  // namespace
}  // namespace spark::trials
