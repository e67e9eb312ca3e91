#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/audit/chain.hpp"
#include "engine/audit/layout.hpp"
#include "engine/audit/manifest.hpp"
#include "engine/audit/testing/memory_reader.hpp"

namespace spark::audit::testing {

/// A NONCE of one second; `number` below 1,000,000 makes it another.
inline std::string some_nonce(int number) {
    const std::string digits = std::to_string(number);
    return "20251120074512-" + std::string(6 - digits.size(), '0') + digits;
}

/// A manifest with two attachments whose every field is set, fit to be changed by a test.
inline Manifest some_manifest(const std::string& id = "bt_01") {
    const WallTime time = wall_time_of_ms(1'763'624'712'345);
    return Manifest{
        .kind = "backtest",
        .id = id,
        .nonce = some_nonce(4'217),
        .created_at = time,
        .document = {document_name(id), 3, crypto::sha256_hex("{}\n")},
        .attachments = {{"equity.csv", 2, crypto::sha256_hex("e\n")}, {"trades.csv", 2, crypto::sha256_hex("t\n")}},
        .inputs = {.data_sets = {{"ds_binance_ETHUSDT_1h@v3", crypto::sha256_hex("columns")}},
                   .strategy_sha256 = crypto::sha256_hex("strategy"),
                   .binary_sha256 = crypto::sha256_hex("binary"),
                   .commit = "0123456789abcdef0123456789abcdef01234567",
                   .compiler = "Clang 19.1.7",
                   .command = "spark backtest run smaCross --set 'fast=9' --dataset \"ds ğ\""}};
}

/// Puts runs into an evidence folder in memory, one line each, as the folder on disk does.
class MemoryEvidence {
  public:
    MemoryReader reader;

    void add(Manifest manifest) {
        const std::string folder = manifest.kind + "/";
        reader.files[folder + document_name(manifest.id)] = "{}\n";
        for (const FileRecord& record : manifest.attachments) {
            reader.files[folder + manifest.id + "/" + record.name] = record.name.substr(0, 1) + "\n";
        }
        const std::string text = manifest_text(manifest).value();
        reader.files[folder + manifest_name(manifest.id)] = text;
        last_ = chained_after(last_, IndexEntry{.kind = manifest.kind,
                                                .id = manifest.id,
                                                .nonce = manifest.nonce,
                                                .created_at = manifest.created_at,
                                                .manifest_sha256 = crypto::sha256_hex(text)});
        reader.files[std::string(index_name)] += index_line(*last_) + "\n";
    }

  private:
    std::optional<IndexEntry> last_;
};

/// `count` runs bt_00, bt_01, …
inline MemoryEvidence some_evidence(int count) {
    MemoryEvidence evidence;
    for (int index = 0; index < count; ++index) {
        Manifest manifest = some_manifest("bt_" + std::to_string(index));
        manifest.nonce = some_nonce(index);
        evidence.add(std::move(manifest));
    }
    return evidence;
}

}  // namespace spark::audit::testing
