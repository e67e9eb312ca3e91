#include "engine/audit/verify.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "engine/audit/layout.hpp"
#include "engine/audit/testing/runs.hpp"

namespace spark::audit {
namespace {

using testing::MemoryEvidence;
using testing::some_evidence;

const std::string index_path(index_name);

std::string place_of(const MemoryEvidence& evidence, std::string_view id = "bt_1") {
    const auto report = verify_run(evidence.reader, id, {});
    if (report) return "right";
    EXPECT_EQ(report.error().fault, Fault::corrupt) << report.error().message;
    return report.error().place;
}

TEST(VerifyRun, reports_what_it_has_checked) {
    const MemoryEvidence evidence = some_evidence(3);

    const auto report = verify_run(evidence.reader, "bt_1", {});

    ASSERT_TRUE(report.has_value()) << report.error().message << report.error().place;
    EXPECT_TRUE(report->has_index);
    EXPECT_EQ(report->index_row, 2U);
    EXPECT_EQ(report->index_row_count, 3U);
    EXPECT_EQ(report->file_count, 4U);
    EXPECT_EQ(report->chain_head.size(), 64U);
    EXPECT_TRUE(report->warnings.empty());
    ASSERT_EQ(report->data_sets.size(), 1U);
    EXPECT_EQ(report->data_sets[0].state, DataSetState::not_looked_at);
}

TEST(VerifyRun, takes_the_nonce_for_the_id) {
    const MemoryEvidence evidence = some_evidence(3);

    EXPECT_EQ(verify_run(evidence.reader, "20251120074512-000002", {}).value().id, "bt_2");
}

TEST(VerifyRun, finds_every_flipped_bit_of_every_file) {
    const MemoryEvidence whole = some_evidence(2);
    for (const auto& [path, bytes] : whole.reader.files) {
        if (path.starts_with("backtest/bt_0")) continue;  // The other run's.
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            MemoryEvidence changed = whole;
            changed.reader.files[path][at] = static_cast<char>(bytes[at] ^ 1);
            const auto report = verify_run(changed.reader, "bt_1", {});
            ASSERT_FALSE(report.has_value()) << path << " byte " << at;
            ASSERT_EQ(report.error().fault, Fault::corrupt);
            if (path != index_path) {
                ASSERT_EQ(report.error().place, path);
            }
        }
    }
}

TEST(VerifyRun, tells_removed_added_and_renamed_files_apart_by_place) {
    const MemoryEvidence whole = some_evidence(2);
    for (const std::string path : {"backtest/bt_1.json", "backtest/bt_1.manifest.json", "backtest/bt_1/trades.csv"}) {
        MemoryEvidence removed = whole;
        removed.reader.files.erase(path);
        EXPECT_EQ(place_of(removed), path);
        EXPECT_EQ(verify_run(removed.reader, "bt_1", {}).error().message, "missing");
    }
    MemoryEvidence added = whole;
    added.reader.files["backtest/bt_1/.extra"] = "";
    EXPECT_EQ(place_of(added), "backtest/bt_1/.extra");

    MemoryEvidence renamed = whole;
    auto node = renamed.reader.files.extract("backtest/bt_1/trades.csv");
    node.key() = "backtest/bt_1/deals.csv";
    renamed.reader.files.insert(std::move(node));
    EXPECT_EQ(place_of(renamed), "backtest/bt_1/deals.csv");
}

TEST(VerifyRun, finds_a_run_copied_over_another) {
    MemoryEvidence evidence = some_evidence(2);
    evidence.reader.files["backtest/bt_1.manifest.json"] = evidence.reader.files["backtest/bt_0.manifest.json"];

    EXPECT_EQ(place_of(evidence), "backtest/bt_1.manifest.json");
}

TEST(VerifyRun, finds_a_run_whose_line_was_cut_off_the_end) {
    MemoryEvidence evidence = some_evidence(2);
    std::string& index = evidence.reader.files[index_path];
    index.erase(index.find('\n') + 1);

    EXPECT_EQ(place_of(evidence), "backtest/bt_1.json");
    EXPECT_EQ(place_of(evidence, "bt_0"), "right");
}

TEST(VerifyRun, takes_a_run_its_writer_never_finished_for_none) {
    MemoryEvidence evidence = some_evidence(2);
    std::string& index = evidence.reader.files[index_path];
    index.erase(index.find('\n') + 1);
    evidence.reader.files[std::string(writing_folder) + "/backtest.bt_1/.lock"] = "";

    EXPECT_EQ(verify_run(evidence.reader, "bt_1", {}).error().fault, Fault::not_found);
}

TEST(VerifyRun, does_not_look_outside_for_a_name_that_is_a_path) {
    MemoryEvidence evidence = some_evidence(1);
    evidence.reader.files["backtest/../secret.json"] = "";

    EXPECT_EQ(verify_run(evidence.reader, "../secret", {}).error().fault, Fault::not_found);
    EXPECT_EQ(verify_run(evidence.reader, "", {}).error().fault, Fault::not_found);
    EXPECT_EQ(verify_run(testing::MemoryReader{}, "bt_0", {}).error().fault, Fault::not_found);
}

TEST(VerifyRun, says_a_torn_tail_and_goes_on) {
    MemoryEvidence evidence = some_evidence(2);
    evidence.reader.files[index_path] += R"({"created_at":"20)";

    const auto report = verify_run(evidence.reader, "bt_1", {});

    ASSERT_TRUE(report.has_value());
    ASSERT_EQ(report->warnings.size(), 1U);
    EXPECT_NE(report->warnings[0].find("17 bytes"), std::string::npos) << report->warnings[0];
}

TEST(VerifyRun, compares_data_sets_that_are_here_and_says_those_that_are_not) {
    const MemoryEvidence evidence = some_evidence(1);
    const DataSetDigest equal = [](std::string_view) -> Result<std::string> { return crypto::sha256_hex("columns"); };
    const DataSetDigest altered = [](std::string_view) -> Result<std::string> { return crypto::sha256_hex("other"); };
    const DataSetDigest absent = [](std::string_view) -> Result<std::string> { return fail(Fault::not_found, "none"); };
    const DataSetDigest broken = [](std::string_view) -> Result<std::string> {
        return fail(Fault::corrupt, "column 3", "v3.spark");
    };

    EXPECT_EQ(verify_run(evidence.reader, "bt_0", equal).value().data_sets[0].state, DataSetState::equal);
    EXPECT_EQ(verify_run(evidence.reader, "bt_0", altered).error().place, "ds_binance_ETHUSDT_1h@v3");
    EXPECT_EQ(verify_run(evidence.reader, "bt_0", altered).error().fault, Fault::corrupt);
    EXPECT_EQ(verify_run(evidence.reader, "bt_0", broken).error().place, "v3.spark");
    const auto report = verify_run(evidence.reader, "bt_0", absent);
    EXPECT_EQ(report.value().data_sets[0].state, DataSetState::absent);
    EXPECT_EQ(report.value().warnings.size(), 1U);
}

TEST(VerifyCopy, holds_without_an_index_and_says_so) {
    testing::MemoryReader copy;
    for (const auto& [path, bytes] : some_evidence(2).reader.files) {
        if (path.starts_with("backtest/bt_1")) copy.files[path.substr(9)] = bytes;
    }

    const auto report = verify_copy(copy, "bt_1", {});

    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_FALSE(report->has_index);
    EXPECT_EQ(report->file_count, 4U);
    ASSERT_EQ(report->warnings.size(), 1U);
    EXPECT_NE(report->warnings[0].find("INDEX.jsonl"), std::string::npos);
    for (const auto& [path, bytes] : copy.files) {
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            testing::MemoryReader changed = copy;
            changed.files[path][at] = static_cast<char>(bytes[at] ^ 4);
            const auto found = verify_copy(changed, "bt_1", {});
            ASSERT_FALSE(found.has_value()) << path << " byte " << at;
            ASSERT_EQ(found.error().place, path);
        }
    }
}

}  // namespace
}  // namespace spark::audit
