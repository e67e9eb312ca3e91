#include "app/server/run_index.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/backtest_document.hpp"
#include "engine/audit/layout.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

namespace fs = std::filesystem;
using wire::Json;

FileStamp stamp_of(const fs::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {.size_bytes = status.st_size,
            .changed_ns = static_cast<std::int64_t>(status.st_ctim.tv_sec) * 1'000'000'000 + status.st_ctim.tv_nsec,
            .file_number = status.st_ino};
}

Result<std::string> read_tail(const fs::path& path, std::uint64_t offset) {
    std::ifstream file(path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(offset));
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file.is_open() || file.bad()) return fail(Fault::unavailable, "cannot be read", path.string());
    return text;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return text;
}

Result<RunBrief> read_brief(const fs::path& root, const audit::IndexEntry& entry) {
    SPARK_TRY(const store::EvidenceFolder folder, store::EvidenceFolder::open(root));
    SPARK_TRY(const store::StoredEvidence stored, folder.read_entry(entry));
    RunBrief brief;
    SPARK_TRY(brief.row, verbs::backtest_brief(stored.document));
    SPARK_TRY(brief.strategy, brief.row.string_at("strategy"));
    SPARK_TRY(brief.data_set, brief.row.string_at("dataset"));
    SPARK_TRY(brief.trades, brief.row.int64_at("trades"));
    SPARK_TRY(const std::string net, brief.row.string_at("net_pnl"));
    if (const auto units = parse_units(net)) brief.net_units = units->units;
    brief.words = lower(fmt::format("{} {} {} {} {}", entry.id, entry.nonce, brief.strategy, brief.data_set,
                                    wire::to_text(*brief.row.find("params"))));
    brief.row.set("damaged", false);
    return brief;
}

RunBrief damaged_brief(const audit::IndexEntry& entry, const Error& error) {
    RunBrief brief;
    brief.is_damaged = true;
    brief.row = Json::object().set("id", entry.id).set("created_at", format_iso8601(entry.created_at));
    brief.row.set("damaged", true)
        .set("damage", error.place.empty() ? error.message : fmt::format("{}: {}", error.place, error.message));
    brief.words = lower(entry.id + " " + entry.nonce);
    return brief;
}

}  // namespace

void RunIndex::forget() {
    stamp_ = {};
    size_read_ = 0;
    entries_ = std::make_shared<const Runs>();
    place_of_name_.clear();
    briefs_.clear();
}

/// Takes in the lines behind `offset`. A torn tail is left for the next look.
Result<void> RunIndex::read_from(std::uint64_t offset) {
    SPARK_TRY(const std::string text, read_tail(root_ / audit::index_name, offset));
    const std::size_t whole = text.size() - audit::torn_size(text);
    std::optional<audit::IndexEntry> last;
    if (!entries_->empty()) last = *entries_->back();
    SPARK_TRY(std::vector<audit::IndexEntry> added,
              audit::check_chain_after(last, std::string_view(text).substr(0, whole)));
    auto runs = std::make_shared<Runs>(*entries_);
    for (audit::IndexEntry& entry : added) {
        const std::size_t place = runs->size();
        const bool is_new = place_of_name_.emplace(entry.id, place).second &&
                            (entry.nonce == entry.id || place_of_name_.emplace(entry.nonce, place).second);
        if (!is_new) {
            const std::string where = fmt::format("{}:{}", audit::index_name, place + 1);
            forget();
            return fail(Fault::corrupt, "the id or nonce stands in an earlier line too", where);
        }
        runs->push_back(std::make_shared<const audit::IndexEntry>(std::move(entry)));
    }
    entries_ = std::move(runs);
    size_read_ = offset + whole;
    return {};
}

Result<void> RunIndex::refresh() {
    const fs::path path = root_ / audit::index_name;
    const FileStamp stamp = stamp_of(path);
    if (stamp.size_bytes < 0) {
        forget();
        return {};
    }
    if (stamp == stamp_) return {};
    const bool has_grown = stamp.file_number == stamp_.file_number &&
                           static_cast<std::uint64_t>(stamp.size_bytes) > size_read_ && size_read_ > 0;
    if (has_grown) {
        // The last line vouches for all before it: where it still stands, only what is behind it is new.
        const std::string line = audit::index_line(*entries_->back()) + "\n";
        SPARK_TRY(const std::string text, read_tail(path, size_read_ - line.size()));
        if (text.starts_with(line)) {
            SPARK_TRY(read_from(size_read_));
            stamp_ = stamp;
            return {};
        }
    }
    forget();
    SPARK_TRY(read_from(0));
    stamp_ = stamp;
    return {};
}

Result<std::shared_ptr<const RunIndex::Runs>> RunIndex::entries() {
    const std::lock_guard lock(mutex_);
    SPARK_TRY(refresh());
    return entries_;
}

Result<audit::IndexEntry> RunIndex::find(std::string_view id_or_nonce) {
    const std::lock_guard lock(mutex_);
    SPARK_TRY(refresh());
    const auto found = place_of_name_.find(id_or_nonce);
    if (found != place_of_name_.end()) return *(*entries_)[found->second];
    return fail(Fault::not_found, fmt::format("nothing here is called '{}'", shown(id_or_nonce)), {},
                "GET /api/v1/backtests and GET /api/v1/evidence list what there is");
}

std::shared_ptr<const RunBrief> RunIndex::brief(const audit::IndexEntry& entry, bool is_shown) {
    {
        const std::lock_guard lock(mutex_);
        const auto known = briefs_.find(entry.sequence);
        if (known != briefs_.end() && !is_shown) return known->second;
    }
    const FileStamp manifest = stamp_of(root_ / entry.kind / audit::manifest_name(entry.id));
    const FileStamp document = stamp_of(root_ / entry.kind / audit::document_name(entry.id));
    {
        const std::lock_guard lock(mutex_);
        const auto known = briefs_.find(entry.sequence);
        if (known != briefs_.end() && known->second->manifest == manifest && known->second->document == document)
            return known->second;
    }
    // Read without the lock: many rows may be read by many threads at once.
    auto read = read_brief(root_, entry);
    auto made = std::make_shared<RunBrief>(read ? std::move(*read) : damaged_brief(entry, read.error()));
    made->manifest = manifest;
    made->document = document;
    const std::lock_guard lock(mutex_);
    return briefs_[entry.sequence] = std::move(made);
}

}  // namespace spark::server
