#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "adapters/store/evidence_folder.hpp"
#include "adapters/store/testing/sample_data_sets.hpp"
#include "engine/audit/layout.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::store::testing {

/// Where a test's evidence lies: a folder that is not there yet, in one that goes with its owner.
class ScratchFolder {
  public:
    const std::filesystem::path& path() const { return folder_.path(); }
    std::filesystem::path evidence() const { return path() / "evidence"; }

  private:
    TemporaryFolder folder_;
};

/// Run `bt_<number>` with two attachments; `number` below 1,000,000 also makes its nonce.
inline EvidenceRun some_run(int number, std::string equity = "bar,equity\n0,1000.00\n") {
    const std::string digits = std::to_string(number);
    EvidenceRun run;
    run.kind = "backtest";
    run.id = "bt_" + digits;
    run.nonce = "20251120074512-" + std::string(6 - digits.size(), '0') + digits;
    run.created_at = wall_time_of_ms(1'763'624'712'345);
    run.document = wire::Json::object();
    run.document.set("schema", "spark.backtest/1").set("id", run.id).set("net_pnl", "-1276.4438");
    run.attachments = {{"trades.csv", "entry_bar,exit_bar\n1,2\n"}, {"equity.csv", std::move(equity)}};
    run.inputs = {.data_sets = {{"ds_binance_ETHUSDT_1h@v3", crypto::sha256_hex("columns")}},
                  .strategy_sha256 = crypto::sha256_hex("strategy"),
                  .binary_sha256 = crypto::sha256_hex("binary"),
                  .commit = "0123456789abcdef0123456789abcdef01234567",
                  .compiler = "Clang 19.1.7",
                  .command = "spark backtest run smaCross"};
    return run;
}

inline EvidenceFolder evidence_in(const std::filesystem::path& root) { return EvidenceFolder::open(root).value(); }

inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void put_text(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

/// Every file below a folder, relative, sorted; lock files are left out.
inline std::vector<std::string> evidence_files_in(const std::filesystem::path& root) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        const bool is_lock = entry.path().filename() == audit::index_lock_name;
        if (!entry.is_directory() && !is_lock) files.push_back(entry.path().lexically_relative(root).string());
    }
    std::ranges::sort(files);
    return files;
}

/// The files there should be when `entries` are there and nothing else.
inline std::vector<std::string> evidence_files_of(const std::vector<audit::IndexEntry>& entries) {
    std::vector<std::string> files{std::string(audit::index_name)};
    for (const audit::IndexEntry& entry : entries) {
        const std::string folder = entry.kind + "/";
        files.push_back(folder + audit::document_name(entry.id));
        files.push_back(folder + audit::manifest_name(entry.id));
        files.push_back(folder + entry.id + "/trades.csv");
        files.push_back(folder + entry.id + "/equity.csv");
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace spark::store::testing
