#include "app/optimizer/holdout.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "foundation/base/files.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {
namespace {

namespace fs = std::filesystem;
using wire::Json;

constexpr std::string_view ledger_name = "holdouts.jsonl";
constexpr std::string_view head_name = "holdouts.head";
constexpr std::string_view lock_name = ".holdouts.lock";
constexpr std::string_view chain_start = "0000000000000000000000000000000000000000000000000000000000000000";
// A line is about 600 bytes: 400,000 looks.
constexpr std::size_t ledger_bytes_max = std::size_t{256} << 20U;
// A holder reads, appends and syncs; one that does not end within this hangs on its disk.
constexpr std::chrono::milliseconds lock_wait_max{30'000};

std::unexpected<Error> bad(const fs::path& path, std::size_t line, std::string message) {
    return fail(Fault::corrupt, std::move(message), fmt::format("{}:{}", path.string(), line),
                "restore the file from a backup; looks at a holdout are never forgotten or repaired by guessing");
}

Json json_of(const HoldoutEntry& entry) {
    Json json = Json::object();
    json.set("sequence", entry.sequence)
        .set("time", format_iso8601(entry.look.time))
        .set("optimization", entry.look.optimization)
        .set("kind", entry.look.kind)
        .set("strategy", entry.look.strategy)
        .set("strategy_sha256", entry.look.strategy_sha256)
        .set("data_set", entry.look.data_set)
        .set("from", format_iso8601(entry.look.from))
        .set("to", format_iso8601(entry.look.to))
        .set("sets", entry.look.sets)
        .set("previous", entry.previous);
    return json;
}

std::string hash_of(const HoldoutEntry& entry) { return crypto::sha256_hex(wire::to_text(json_of(entry))); }

std::string line_of(const HoldoutEntry& entry) { return wire::to_text(json_of(entry).set("hash", entry.hash)); }

std::string head_of(const HoldoutEntry& entry) {
    return wire::to_text(Json::object().set("sequence", entry.sequence).set("hash", entry.hash)) + "\n";
}

Result<WallTime> time_at(const Json& json, std::string_view key) {
    SPARK_TRY(const std::string text, json.string_at(key));
    return parse_iso8601(text);
}

Result<HoldoutEntry> read_line(std::string_view line) {
    SPARK_TRY(const Json json, wire::parse_json(line));
    HoldoutEntry entry;
    SPARK_TRY(const std::int64_t sequence, json.int64_at("sequence"));
    SPARK_TRY(const std::int64_t sets, json.int64_at("sets"));
    if (sequence < 1 || sets < 0) return fail(Fault::invalid_input, "found a number below zero");
    entry.sequence = static_cast<std::uint64_t>(sequence);
    entry.look.sets = static_cast<std::uint64_t>(sets);
    SPARK_TRY(entry.look.time, time_at(json, "time"));
    SPARK_TRY(entry.look.from, time_at(json, "from"));
    SPARK_TRY(entry.look.to, time_at(json, "to"));
    SPARK_TRY(entry.look.optimization, json.string_at("optimization"));
    SPARK_TRY(entry.look.kind, json.string_at("kind"));
    SPARK_TRY(entry.look.strategy, json.string_at("strategy"));
    SPARK_TRY(entry.look.strategy_sha256, json.string_at("strategy_sha256"));
    SPARK_TRY(entry.look.data_set, json.string_at("data_set"));
    SPARK_TRY(entry.previous, json.string_at("previous"));
    SPARK_TRY(entry.hash, json.string_at("hash"));
    return entry;
}

/// A file that may not be there yet, as empty.
Result<std::string> read_if_there(const fs::path& path) {
    auto bytes = read_file(path, ledger_bytes_max);
    if (!bytes && bytes.error().fault == Fault::not_found) return std::string();
    return bytes;
}

Result<std::vector<HoldoutEntry>> check_lines(const fs::path& path, std::string_view text) {
    std::vector<HoldoutEntry> entries;
    std::string previous(chain_start);
    while (!text.empty()) {
        const std::size_t line_number = entries.size() + 1;
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        auto entry = read_line(line);
        if (!entry) return bad(path, line_number, "altered: not a line of this file: " + entry.error().message);
        if (entry->sequence != line_number || entry->previous != previous)
            return bad(path, line_number, "lines were removed, added or reordered");
        // Over the bytes as they stand: the same fields written another way are another line.
        if (entry->hash != hash_of(*entry) || line != line_of(*entry))
            return bad(path, line_number, "altered: its hash is not that of its bytes");
        previous = entry->hash;
        entries.push_back(*std::move(entry));
        text.remove_prefix(end + 1);
    }
    return entries;
}

/// The head is written after its line: it may be one line behind (a crash between the two), never ahead.
Result<void> check_head(const fs::path& path, std::string_view head, std::span<const HoldoutEntry> entries) {
    if (head.empty()) {
        if (entries.size() <= 1) return {};
        return bad(path, 1, fmt::format("there are {} lines and no {}", entries.size(), head_name));
    }
    const auto json = wire::parse_json(head);
    const auto sequence = json ? json->int64_at("sequence") : fail(Fault::corrupt, "");
    if (!sequence || *sequence < 1) return bad(path, 1, fmt::format("altered: {} is not what was written", head_name));
    const auto count = static_cast<std::uint64_t>(*sequence);
    if (count > entries.size())
        return bad(path, entries.size() + 1,
                   fmt::format("found {} lines, {} were written: looks were taken out", entries.size(), count));
    if (count + 1 < entries.size() || head != head_of(entries[count - 1]))
        return bad(path, count, fmt::format("{} is not that of line {}", head_name, count));
    return {};
}

}  // namespace

Result<HoldoutLedger> HoldoutLedger::open(const fs::path& data_folder) {
    fs::path folder = data_folder / "optimize";
    SPARK_TRY(make_folders(folder));
    SPARK_TRY(FileLock lock, FileLock::acquire(folder / lock_name, "spark: counting looks at holdouts", lock_wait_max));
    const fs::path path = folder / ledger_name;
    SPARK_TRY(std::string text, read_if_there(path));
    if (const std::size_t whole = text.rfind('\n') + 1; whole < text.size()) {
        text.resize(whole);
        SPARK_TRY(replace_file(path, text));
    }
    SPARK_TRY(std::vector<HoldoutEntry> entries, check_lines(path, text));
    SPARK_TRY(const std::string head, read_if_there(folder / head_name));
    SPARK_TRY(check_head(path, head, entries));
    if (!entries.empty() && head != head_of(entries.back()))
        SPARK_TRY(replace_file(folder / head_name, head_of(entries.back())));
    return HoldoutLedger(std::move(folder), std::move(lock), std::move(entries));
}

Result<HoldoutEntry> HoldoutLedger::record(HoldoutLook look) {
    HoldoutEntry entry{.sequence = entries_.size() + 1,
                       .look = std::move(look),
                       .previous = entries_.empty() ? std::string(chain_start) : entries_.back().hash,
                       .hash = {}};
    entry.hash = hash_of(entry);
    SPARK_TRY(append_durable(folder_ / ledger_name, line_of(entry)));
    SPARK_TRY(sync_folder(folder_));
    entries_.push_back(entry);
    SPARK_TRY(replace_file(folder_ / head_name, head_of(entry)));
    return entry;
}

std::uint64_t HoldoutLedger::seen(std::string_view data_set, WallTime from, WallTime to) const {
    return static_cast<std::uint64_t>(std::ranges::count_if(entries_, [&](const HoldoutEntry& entry) {
        return entry.look.data_set == data_set && entry.look.from < to && from < entry.look.to;
    }));
}

const HoldoutEntry* HoldoutLedger::finish_of(std::string_view optimization) const {
    const auto found = std::ranges::find_if(entries_, [&](const HoldoutEntry& entry) {
        return entry.look.kind == "finish" && entry.look.optimization == optimization;
    });
    return found == entries_.end() ? nullptr : &*found;
}

}  // namespace spark::optimizer
