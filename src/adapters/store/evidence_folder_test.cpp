#include "adapters/store/evidence_folder.hpp"

#include <sys/stat.h>

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/store/testing/evidence_runs.hpp"

namespace spark::store {
namespace {

namespace fs = std::filesystem;
using testing::evidence_in;
using testing::put_text;
using testing::ScratchFolder;
using testing::some_run;
using testing::text_of;

std::string place_of(const EvidenceFolder& folder, const std::string& what) {
    const auto report = folder.verify(what, {});
    if (report) return "right";
    return report.error().fault == Fault::corrupt ? report.error().place : "not corrupt: " + report.error().message;
}

TEST(EvidenceFolder, gives_back_what_was_written) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    const EvidenceRun run = some_run(1);

    const auto written = folder.write(run);

    ASSERT_TRUE(written.has_value()) << written.error().message;
    EXPECT_EQ(written->document_path, scratch.evidence() / "backtest/bt_1.json");
    EXPECT_EQ(written->manifest_path, scratch.evidence() / "backtest/bt_1.manifest.json");
    EXPECT_TRUE(written->warnings.empty());
    const auto stored = folder.read("bt_1");
    ASSERT_TRUE(stored.has_value()) << stored.error().message;
    EXPECT_EQ(stored->document, run.document);
    EXPECT_EQ(stored->manifest.inputs, run.inputs);
    EXPECT_EQ(stored->manifest.created_at, run.created_at);
    EXPECT_EQ(stored->entry, written->entry);
    EXPECT_EQ(text_of(stored->attachment_folder / "trades.csv"), run.attachments[0].bytes);
    EXPECT_EQ(folder.read(run.nonce).value().entry.id, "bt_1");
    EXPECT_EQ(testing::evidence_files_in(scratch.evidence()), testing::evidence_files_of({written->entry}));
}

TEST(EvidenceFolder, lists_runs_oldest_first_and_by_kind) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    EXPECT_TRUE(folder.list().value().entries.empty());
    EXPECT_FALSE(fs::exists(scratch.evidence()));
    for (const int number : {2, 1, 3}) {
        EvidenceRun run = some_run(number);
        if (number == 1) run.kind = "canary";
        ASSERT_TRUE(folder.write(run).has_value());
    }

    std::vector<std::string> ids;
    const EvidenceList list = folder.list().value();
    for (const audit::IndexEntry& entry : list.entries) ids.push_back(entry.id);
    EXPECT_EQ(ids, (std::vector<std::string>{"bt_2", "bt_1", "bt_3"}));
    EXPECT_EQ(folder.list("backtest").value().entries.size(), 2U);
    EXPECT_EQ(folder.list("canary").value().entries.front().id, "bt_1");
    EXPECT_TRUE(folder.list("optimize").value().entries.empty());
}

TEST(EvidenceFolder, writes_a_run_without_attachments) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    EvidenceRun run = some_run(1);
    run.attachments.clear();

    ASSERT_TRUE(folder.write(run).has_value());

    EXPECT_EQ(place_of(folder, "bt_1"), "right");
    EXPECT_FALSE(fs::exists(scratch.evidence() / "backtest/bt_1"));
    fs::create_directory(scratch.evidence() / "backtest/bt_1");
    put_text(scratch.evidence() / "backtest/bt_1/x", "");
    EXPECT_EQ(place_of(folder, "bt_1"), "backtest/bt_1/x");
}

TEST(EvidenceFolder, finds_every_flipped_byte_of_every_file) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    ASSERT_TRUE(folder.write(some_run(1)).has_value());
    ASSERT_TRUE(folder.write(some_run(2)).has_value());

    for (const std::string& name : testing::evidence_files_in(scratch.evidence())) {
        if (name.starts_with("backtest/bt_1")) continue;  // The other run's.
        const std::string bytes = text_of(scratch.evidence() / name);
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            std::string changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            put_text(scratch.evidence() / name, changed);
            const auto report = folder.verify("bt_2", {});
            ASSERT_FALSE(report.has_value()) << name << " byte " << at;
            ASSERT_EQ(report.error().fault, Fault::corrupt) << name << " byte " << at;
            if (name != audit::index_name) {
                ASSERT_EQ(report.error().place, name);
            }
        }
        put_text(scratch.evidence() / name, bytes);
    }
    EXPECT_EQ(place_of(folder, "bt_2"), "right");
}

TEST(EvidenceFolder, finds_removed_added_and_renamed_attachments) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    ASSERT_TRUE(folder.write(some_run(1)).has_value());
    const fs::path attachments = scratch.evidence() / "backtest/bt_1";

    fs::rename(attachments / "trades.csv", attachments / "deals.csv");
    EXPECT_EQ(place_of(folder, "bt_1"), "backtest/bt_1/deals.csv");
    fs::remove(attachments / "deals.csv");
    EXPECT_EQ(place_of(folder, "bt_1"), "backtest/bt_1/trades.csv");
    put_text(attachments / "trades.csv", some_run(1).attachments[0].bytes);
    EXPECT_EQ(place_of(folder, "bt_1"), "right");
    fs::create_directory(attachments / ".hidden");
    EXPECT_EQ(place_of(folder, "bt_1"), "backtest/bt_1/.hidden");
}

TEST(EvidenceFolder, refuses_a_pipe_in_a_file_s_place_without_waiting_for_it) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    ASSERT_TRUE(folder.write(some_run(1)).has_value());
    for (const char* const name : {"backtest/bt_1.manifest.json", "backtest/bt_1.json"}) {
        const fs::path path = scratch.evidence() / name;
        const std::string bytes = text_of(path);
        fs::remove(path);
        ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);

        EXPECT_EQ(place_of(folder, "bt_1"), name);

        fs::remove(path);
        put_text(path, bytes);
    }
}

TEST(EvidenceFolder, refuses_to_write_over_a_run_or_a_nonce) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    ASSERT_TRUE(folder.write(some_run(1)).has_value());
    EvidenceRun same_id = some_run(2);
    same_id.id = "bt_1";
    EvidenceRun same_id_other_kind = same_id;
    same_id_other_kind.kind = "canary";
    EvidenceRun same_nonce = some_run(2);
    same_nonce.nonce = some_run(1).nonce;

    EvidenceRun nonce_as_id = some_run(2);
    nonce_as_id.id = some_run(1).nonce;

    for (const EvidenceRun& run : {same_id, same_id_other_kind, same_nonce, nonce_as_id}) {
        const auto written = folder.write(run);
        ASSERT_FALSE(written.has_value());
        EXPECT_EQ(written.error().fault, Fault::conflict);
    }
    EXPECT_EQ(testing::evidence_files_in(scratch.evidence()),
              testing::evidence_files_of(folder.list().value().entries));
    EXPECT_EQ(place_of(folder, "bt_1"), "right");
}

TEST(EvidenceFolder, may_call_a_run_by_its_own_nonce) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    EvidenceRun run = some_run(1);
    run.id = run.nonce;

    ASSERT_TRUE(folder.write(run).has_value());

    EXPECT_EQ(place_of(folder, run.nonce), "right");
}

TEST(EvidenceFolder, refuses_names_that_leave_the_folder_and_writes_nothing) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    std::vector<EvidenceRun> wrong(7, some_run(1));
    wrong[0].kind = "..";
    wrong[1].id = "../bt_1";
    wrong[2].attachments[0].name = "../x.csv";
    wrong[3].attachments[0].name = "equity.csv";  // There twice then.
    wrong[4].document = wire::Json::array();
    wrong[5].nonce = "";
    wrong[6].attachments.resize(257, {"x", ""});

    for (std::size_t index = 0; index < wrong.size(); ++index) {
        const auto written = folder.write(wrong[index]);
        ASSERT_FALSE(written.has_value()) << index;
        EXPECT_EQ(written.error().fault, Fault::invalid_input) << index;
    }
    EXPECT_FALSE(fs::exists(scratch.evidence()));
}

TEST(EvidenceFolder, names_the_nearest_run_when_there_is_none_of_this_name) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    EvidenceRun run = some_run(1);
    run.id = "bt_01K7QZ8V3W4X5Y6Z7A8B9C0D1E";
    ASSERT_TRUE(folder.write(run).has_value());

    for (const Error& error : {folder.read("bt_01K7QZ8V3W4X5Y6Z7A8B9C0D1F").error(),
                               folder.verify("bt_01K7QZ8V3W4X5Y6Z7A8B9C0D1F", {}).error()}) {
        EXPECT_EQ(error.fault, Fault::not_found);
        EXPECT_NE(error.remedy.find(run.id), std::string::npos) << error.remedy;
    }
    EXPECT_EQ(folder.verify("../../etc/passwd.json", {}).error().fault, Fault::not_found);
}

TEST(EvidenceFolder, verifies_by_path_inside_the_folder_and_in_a_copy) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    ASSERT_TRUE(folder.write(some_run(1)).has_value());
    const fs::path kind = scratch.evidence() / "backtest";
    const fs::path copy = scratch.path() / "copy";
    fs::copy(kind, copy, fs::copy_options::recursive);

    for (const std::string name : {"bt_1.json", "bt_1.manifest.json", "bt_1", "."}) {
        EXPECT_TRUE(folder.verify((kind / name).string(), {}).value().has_index) << name;
        const auto report = folder.verify((copy / name).string(), {});
        ASSERT_TRUE(report.has_value()) << name << report.error().message;
        EXPECT_FALSE(report->has_index);
        EXPECT_EQ(report->warnings.size(), 1U);
    }
    EXPECT_EQ(folder.verify((kind / "bt_1/trades.csv").string(), {}).error().fault, Fault::invalid_input);
    EXPECT_EQ(folder.verify((kind / "bt_9.json").string(), {}).error().fault, Fault::not_found);
    put_text(copy / "bt_1/equity.csv", "bar,equity\n0,9000.00\n");
    EXPECT_EQ(place_of(folder, (copy / "bt_1.json").string()), "bt_1/equity.csv");
}

TEST(EvidenceFolder, finds_a_copied_run_put_into_the_folder_of_another_kind) {
    const ScratchFolder scratch;
    const EvidenceFolder folder = evidence_in(scratch.evidence());
    ASSERT_TRUE(folder.write(some_run(1)).has_value());
    fs::copy(scratch.evidence() / "backtest", scratch.evidence() / "canary", fs::copy_options::recursive);

    EXPECT_EQ(folder.verify((scratch.evidence() / "canary/bt_1.json").string(), {}).error().fault, Fault::corrupt);
}

TEST(EvidenceFolder, is_not_opened_where_a_file_lies) {
    const ScratchFolder scratch;
    put_text(scratch.evidence(), "");

    EXPECT_EQ(EvidenceFolder::open(scratch.evidence()).error().fault, Fault::invalid_input);
}

}  // namespace
}  // namespace spark::store
