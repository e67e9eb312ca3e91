#include "app/server/operations/run_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using http::Call;
using wire::Json;

struct SortOrder {
    std::string_view field;
    bool is_falling = false;
};

Result<SortOrder> order_of(const Call& call, std::string_view usual, std::span<const std::string_view> fields) {
    const std::string_view text = call.query("sort").value_or(usual);
    const SortOrder order{.field = text.starts_with('-') ? text.substr(1) : text, .is_falling = text.starts_with('-')};
    if (std::ranges::find(fields, order.field) != fields.end()) return order;
    std::string allowed;
    for (const std::string_view field : fields) allowed += (allowed.empty() ? "" : ", ") + std::string(field);
    return fail(Fault::invalid_input,
                fmt::format("found sort '{}', allowed {}, each with - before it for falling", shown(text), allowed),
                "sort");
}

Result<std::optional<std::uint64_t>> cursor_of(const Call& call, std::uint64_t most) {
    const std::string_view cursor = call.query("cursor").value_or("");
    if (cursor.empty()) return std::optional<std::uint64_t>{};
    std::uint64_t row = 0;
    const auto read = std::from_chars(cursor.data(), cursor.data() + cursor.size(), row);
    const bool is_whole = read.ec == std::errc{} && read.ptr == cursor.data() + cursor.size();
    if (is_whole && row > 0 && row <= most) return std::optional(row);
    return fail(Fault::invalid_input,
                fmt::format("found cursor '{}', allowed the next_cursor of a page", shown(cursor)), "cursor");
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return out;
}

using Notes = std::map<std::string, RunNote, std::less<>>;
using Entry = std::shared_ptr<const audit::IndexEntry>;

struct Candidate {
    Entry entry;
    std::shared_ptr<const RunBrief> brief;  ///< Null where no figure was needed.
};

/// What the call asks of a run.
struct Filter {
    std::optional<WallTime> from;
    std::optional<WallTime> to;
    std::string strategy;
    std::string data_set;
    std::string words;

    bool looks_inside() const { return !strategy.empty() || !data_set.empty() || !words.empty(); }

    bool takes(const Candidate& run, const Notes& notes) const {
        if (from && run.entry->created_at < *from) return false;
        if (to && run.entry->created_at >= *to) return false;
        if (!looks_inside()) return true;
        const RunBrief& brief = *run.brief;
        if (!strategy.empty() && brief.strategy != strategy) return false;
        const bool is_of = data_set.empty() || brief.data_set == data_set ||
                           std::string_view(brief.data_set).substr(0, brief.data_set.find('@')) == data_set;
        if (!is_of) return false;
        if (words.empty() || brief.words.find(words) != std::string::npos) return true;
        const auto note = notes.find(run.entry->id);
        if (note == notes.end()) return false;
        std::string text = note->second.note;
        for (const std::string& tag : note->second.tags) text += " " + tag;
        return lower(text).find(words) != std::string::npos;
    }
};

Result<Filter> filter_of(const Call& call) {
    Filter filter;
    SPARK_TRY(filter.from, call.time("from"));
    SPARK_TRY(filter.to, call.time("to"));
    filter.strategy = call.query("strategy").value_or("");
    filter.data_set = call.query("dataset").value_or("");
    filter.words = lower(call.query("q").value_or(""));
    return filter;
}

/// Whether `left` comes before `right`; equal ones by their rows, the newest first when falling.
bool comes_before(const SortOrder& order, const Candidate& left, const Candidate& right) {
    const auto by_row = [&] {
        return order.is_falling ? left.entry->sequence > right.entry->sequence
                                : left.entry->sequence < right.entry->sequence;
    };
    const auto by = [&](const auto& one, const auto& other) {
        if (one == other) return by_row();
        return order.is_falling ? other < one : one < other;
    };
    if (order.field == "net_pnl") return by(left.brief->net_units, right.brief->net_units);
    if (order.field == "trades") return by(left.brief->trades, right.brief->trades);
    if (order.field == "strategy") return by(left.brief->strategy, right.brief->strategy);
    if (order.field == "dataset") return by(left.brief->data_set, right.brief->data_set);
    return by_row();
}

Json shown_row(RunShelves& shelves, const Notes& notes, const Entry& entry) {
    Json row = shelves.index.brief(*entry, true)->row;
    const auto note = notes.find(entry->id);
    if (note == notes.end()) return row;
    Json tags = Json::array();
    for (const std::string& tag : note->second.tags) tags.push(tag);
    return row.set("note", note->second.note).set("tags", std::move(tags));
}

}  // namespace

Result<http::Page> run_rows(RunShelves& shelves, const Call& call) {
    constexpr std::array<std::string_view, 5> fields{"created_at", "net_pnl", "trades", "strategy", "dataset"};
    SPARK_TRY(const std::size_t limit, call.limit());
    SPARK_TRY(const SortOrder order, order_of(call, "-created_at", fields));
    SPARK_TRY(const Filter filter, filter_of(call));
    SPARK_TRY(const auto entries, shelves.index.entries());
    SPARK_TRY(const auto cursor, cursor_of(call, std::numeric_limits<std::uint64_t>::max()));
    SPARK_TRY(const Notes notes, shelves.notes.all());
    const bool looks_inside = filter.looks_inside() || order.field != "created_at";
    const auto candidate_of = [&](const Entry& entry) {
        return Candidate{entry, looks_inside ? shelves.index.brief(*entry, false) : nullptr};
    };
    std::optional<Candidate> last;
    if (cursor && *cursor <= entries->size()) last = candidate_of((*entries)[*cursor - 1]);
    if (cursor && !last && order.is_falling == false) return http::Page{};
    std::vector<Candidate> found;
    for (const Entry& entry : *entries) {
        if (entry->kind != "backtest") continue;
        Candidate run = candidate_of(entry);
        if (!filter.takes(run, notes)) continue;
        if (last && !comes_before(order, *last, run)) continue;
        found.push_back(std::move(run));
    }
    const std::size_t count = std::min(limit, found.size());
    std::ranges::partial_sort(
        found, found.begin() + static_cast<std::ptrdiff_t>(count),
        [&](const Candidate& left, const Candidate& right) { return comes_before(order, left, right); });
    http::Page page;
    for (std::size_t at = 0; at < count; ++at) page.rows.push_back(shown_row(shelves, notes, found[at].entry));
    if (found.size() > count) page.next_cursor = std::to_string(found[count - 1].entry->sequence);
    return page;
}

Result<http::Page> sorted_page(std::vector<Json> rows, const Call& call) {
    std::vector<std::string_view> fields{"index"};
    if (!rows.empty()) {
        fields.clear();
        for (const wire::JsonMember& member : std::span(rows.front().as_object().value())) fields.push_back(member.key);
    }
    SPARK_TRY(const std::size_t limit, call.limit());
    SPARK_TRY(const SortOrder order, order_of(call, "index", fields));
    SPARK_TRY(const auto cursor, cursor_of(call, rows.size()));
    struct Key {
        std::size_t index;
        std::optional<std::int64_t> number;
        std::string text;
    };
    std::vector<Key> keys;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        const Json& value = *rows[index].find(order.field);
        Key key{.index = index, .number = std::nullopt, .text = {}};
        if (const auto whole = value.as_int64()) {
            key.number = *whole;
        } else {
            key.text = value.as_string().value_or("");
            if (const auto units = parse_units(key.text)) key.number = units->units;
        }
        keys.push_back(std::move(key));
    }
    const auto before = [&](const Key& left, const Key& right) {
        if (left.number != right.number)
            return order.is_falling ? right.number < left.number : left.number < right.number;
        if (left.text != right.text) return order.is_falling ? right.text < left.text : left.text < right.text;
        return left.index < right.index;
    };
    const std::optional<Key> last = cursor ? std::optional(keys[*cursor - 1]) : std::nullopt;
    if (last) std::erase_if(keys, [&](const Key& key) { return !before(*last, key); });
    std::ranges::sort(keys, before);
    http::Page page;
    for (std::size_t at = 0; at < std::min(limit, keys.size()); ++at) page.rows.push_back(rows[keys[at].index]);
    if (keys.size() > limit) page.next_cursor = std::to_string(keys[limit - 1].index + 1);
    return page;
}

}  // namespace spark::server
