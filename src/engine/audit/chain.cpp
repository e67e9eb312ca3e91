#include "engine/audit/chain.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/audit/layout.hpp"
#include "engine/audit/names.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::audit {
namespace {

// A line is about 450 bytes. A file without line feeds must not be echoed or scanned as one.
constexpr std::size_t line_size_max = 4'096;

std::unexpected<Error> bad(std::string message) {
    return fail(Fault::corrupt, std::move(message), {},
                "restore INDEX.jsonl from a backup, or move it aside to start a new chain; it is never repaired");
}

/// Keys ascending, no blanks; no value can hold a letter that JSON would escape.
std::string canonical_line(const IndexEntry& entry, std::string_view hash_text) {
    return fmt::format(R"({{"created_at":"{}",{}"id":"{}","kind":"{}","manifest_sha256":"{}",)"
                       R"("nonce":"{}","previous":"{}","sequence":{}}})",
                       format_iso8601(entry.created_at), hash_text, entry.id, entry.kind, entry.manifest_sha256,
                       entry.nonce, entry.previous, entry.sequence);
}

std::string hash_member(std::string_view hash) { return fmt::format(R"("hash":"{}",)", hash); }

std::string hash_of(const IndexEntry& entry) { return crypto::sha256_hex(canonical_line(entry, {})); }

/// Reads along a line of fixed shape.
class LineReader {
  public:
    explicit LineReader(std::string_view line) : rest_(line) {}

    bool skip(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }

    bool member(std::string_view key, std::string& value) {
        if (!skip(key)) return false;
        const std::size_t end = rest_.find('"');
        if (end == std::string_view::npos) return false;
        value = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return true;
    }

    bool last_number(std::uint64_t& value) {
        const auto [end, fault] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (fault != std::errc{}) return false;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return skip("}") && rest_.empty();
    }

  private:
    std::string_view rest_;
};

bool is_sha256(std::string_view text) {
    return text.size() == chain_start.size() && std::ranges::all_of(text, [](char letter) {
               return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
           });
}

bool has_right_names(const IndexEntry& entry) {
    return check_kind(entry.kind) && check_id(entry.id) && check_nonce(entry.nonce) &&
           is_sha256(entry.manifest_sha256) && is_sha256(entry.previous);
}

Result<void> check_follows(const IndexEntry& entry, const IndexEntry* before) {
    const std::uint64_t sequence = before == nullptr ? 1 : before->sequence + 1;
    if (entry.sequence != sequence)
        return bad(fmt::format("found row {}, expected row {}: lines were removed, added or reordered", entry.sequence,
                               sequence));
    const std::string_view previous = before == nullptr ? chain_start : std::string_view(before->hash);
    if (entry.previous != previous)
        return bad(fmt::format("found previous hash {}, the line before has {}", entry.previous, previous));
    return {};
}

}  // namespace

IndexEntry chained_after(const std::optional<IndexEntry>& last, IndexEntry entry) {
    entry.sequence = last ? last->sequence + 1 : 1;
    entry.previous = last ? last->hash : std::string(chain_start);
    entry.hash = hash_of(entry);
    return entry;
}

std::string index_line(const IndexEntry& entry) { return canonical_line(entry, hash_member(entry.hash)); }

Result<IndexEntry> parse_index_line(std::string_view line) {
    if (line.size() > line_size_max)
        return bad(fmt::format("found a line of {} bytes, allowed {}", line.size(), line_size_max));
    IndexEntry entry;
    std::string created_at;
    LineReader reader(line);
    const bool has_shape =
        reader.member(R"({"created_at":")", created_at) && reader.member(R"(","hash":")", entry.hash) &&
        reader.member(R"(","id":")", entry.id) && reader.member(R"(","kind":")", entry.kind) &&
        reader.member(R"(","manifest_sha256":")", entry.manifest_sha256) &&
        reader.member(R"(","nonce":")", entry.nonce) && reader.member(R"(","previous":")", entry.previous) &&
        reader.skip(R"(","sequence":)") && reader.last_number(entry.sequence);
    if (!has_shape) return bad("altered: not a line of the form this file has");
    const auto time = parse_iso8601(created_at);
    if (!time || !has_right_names(entry)) return bad("altered: a field breaks the format");
    entry.created_at = *time;
    // Over the bytes as they stand: whatever was changed, the hash is another.
    const std::string member = hash_member(entry.hash);
    const std::size_t at = line.find(member);
    const std::string hash =
        crypto::Sha256().update(line.substr(0, at)).update(line.substr(at + member.size())).finish().hex();
    if (entry.hash != hash)
        return bad(fmt::format("altered: found hash {}, its bytes give {}", shown(entry.hash, hash.size()), hash));
    // The same fields written another way would be another line with a right hash of its own.
    const bool is_canonical =
        format_iso8601(entry.created_at) == created_at && !line.substr(line.rfind(':') + 1).starts_with('0');
    if (!is_canonical) return bad("altered: not written as this file is");
    return entry;
}

std::size_t torn_size(std::string_view index) {
    const std::size_t feed = index.rfind('\n');
    return feed == std::string_view::npos ? index.size() : index.size() - feed - 1;
}

Result<std::optional<IndexEntry>> last_entry(std::string_view index) {
    index.remove_suffix(torn_size(index));
    if (index.empty()) return std::optional<IndexEntry>{};
    index.remove_suffix(1);
    const std::size_t feed = index.rfind('\n');
    auto entry = parse_index_line(feed == std::string_view::npos ? index : index.substr(feed + 1));
    if (!entry) {
        entry.error().place = fmt::format("{}: last line", index_name);
        return fail(std::move(entry).error());
    }
    return std::optional(*std::move(entry));
}

Result<std::vector<IndexEntry>> check_chain(std::string_view index) { return check_chain_after(std::nullopt, index); }

Result<std::vector<IndexEntry>> check_chain_after(const std::optional<IndexEntry>& last, std::string_view added) {
    added.remove_suffix(torn_size(added));
    const std::uint64_t rows_before = last ? last->sequence : 0;
    std::vector<IndexEntry> entries;
    std::set<std::string, std::less<>> used;
    const auto at_line = [&](Error error) {
        error.place = fmt::format("{}:{}", index_name, rows_before + entries.size() + 1);
        return fail(std::move(error));
    };
    while (!added.empty()) {
        const std::size_t size = added.find('\n');
        auto entry = parse_index_line(added.substr(0, size));
        if (!entry) return at_line(std::move(entry).error());
        const IndexEntry* const first_before = last ? &*last : nullptr;
        if (auto follows = check_follows(*entry, entries.empty() ? first_before : &entries.back()); !follows)
            return at_line(std::move(follows).error());
        const bool is_new =
            used.insert(entry->id).second && (entry->nonce == entry->id || used.insert(entry->nonce).second);
        if (!is_new)
            return at_line(
                bad(fmt::format("{} or its nonce {} stands in an earlier line too", entry->id, entry->nonce)).error());
        entries.push_back(*std::move(entry));
        added.remove_prefix(size + 1);
    }
    return entries;
}

const IndexEntry* find_entry(const std::vector<IndexEntry>& entries, std::string_view id_or_nonce) {
    const auto found = std::ranges::find_if(
        entries, [&](const IndexEntry& entry) { return entry.id == id_or_nonce || entry.nonce == id_or_nonce; });
    return found == entries.end() ? nullptr : &*found;
}

}  // namespace spark::audit
