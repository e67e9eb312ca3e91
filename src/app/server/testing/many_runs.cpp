#include "app/server/testing/many_runs.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <optional>

#include "engine/audit/chain.hpp"
#include "engine/audit/layout.hpp"
#include "engine/audit/manifest.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/wire/json.hpp"

namespace spark::server::testing {
namespace {

namespace fs = std::filesystem;
using wire::Json;

constexpr WallTime epoch = WallTime(std::chrono::seconds(1'760'000'000));

std::string document_text(std::size_t index, WallTime created_at) {
    Json json = Json::object().set("schema", "spark.backtest/1").set("id", run_id(index));
    json.set("created_at", format_iso8601(created_at)).set("result_hash", "sha256:" + std::string(64, '0'));
    json.set("strategy", Json::object().set("name", index % 7 == 0 ? "rsi" : "smaCross"));
    json.set("dataset", Json::object().set("id", "ds_synth_ETHUSDT_1h@v1"));
    json.set("params", Json::object().set("fast", index % 50).set("slow", 60));
    json.set("metrics",
             Json::object().set("trades", index % 100).set("net_pnl", fmt::format("{}.5", index * 37 % 1000)));
    return wire::to_pretty_text(json);
}

void write_text(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace

std::string run_id(std::size_t index) { return fmt::format("bt_{:026}", index); }

void write_runs(const fs::path& evidence, std::size_t first, std::size_t count) {
    fs::create_directories(evidence / "backtest");
    std::ifstream before(evidence / audit::index_name, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(before)), std::istreambuf_iterator<char>());
    std::optional<audit::IndexEntry> last = audit::last_entry(text).value();
    std::string lines;
    for (std::size_t index = first; index < first + count; ++index) {
        const WallTime created_at = epoch + std::chrono::seconds(index);
        const std::string document = document_text(index, created_at);
        const std::string digits = fmt::format("{:06}", index % 1'000'000);
        const std::string stamp = format_iso8601(created_at);
        std::string nonce;
        for (const char c : stamp.substr(0, 19)) nonce += c >= '0' && c <= '9' ? std::string(1, c) : "";
        audit::Manifest manifest;
        manifest.kind = "backtest";
        manifest.id = run_id(index);
        manifest.nonce = nonce + "-" + digits;
        manifest.created_at = created_at;
        manifest.document = {.name = audit::document_name(run_id(index)),
                             .size_bytes = document.size(),
                             .sha256 = crypto::sha256_hex(document)};
        manifest.inputs.binary_sha256 = std::string(64, 'b');
        manifest.inputs.commit = "abc";
        manifest.inputs.compiler = "clang";
        manifest.inputs.command = "spark backtest run smaCross";
        const std::string manifest_text = audit::manifest_text(manifest).value();
        write_text(evidence / "backtest" / manifest.document.name, document);
        write_text(evidence / "backtest" / audit::manifest_name(run_id(index)), manifest_text);
        last = audit::chained_after(last, {.kind = "backtest",
                                           .id = run_id(index),
                                           .nonce = manifest.nonce,
                                           .created_at = created_at,
                                           .manifest_sha256 = crypto::sha256_hex(manifest_text)});
        lines += audit::index_line(*last) + "\n";
    }
    std::ofstream(evidence / audit::index_name, std::ios::binary | std::ios::app) << lines;
}

}  // namespace spark::server::testing
