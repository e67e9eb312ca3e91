#include "adapters/trials/trial_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <system_error>
#include <utility>

#include "adapters/trials/detail/journal_file.hpp"
#include "adapters/trials/detail/journal_format.hpp"
#include "adapters/trials/detail/row_codec.hpp"
#include "adapters/trials/detail/row_places.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/file_lock.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::trials {
namespace {

using detail::BlockWalk;
using detail::JournalFile;
using detail::RowPlaces;

constexpr std::string_view holder = "spark optimize";
constexpr std::string_view resume_or_other = "resume it (spark optimize resume), or choose another folder";

/// The journal's name before the finding; the block is in its message.
Error located(Error error, const std::filesystem::path& path) {
    if (error.fault != Fault::corrupt) return error;
    error.message = path.filename().string() + ": " + error.message;
    error.place = path.string();
    error.remedy = "restore the folder from a copy, or begin anew in another one";
    return error;
}

/// What is in a folder that should be new. Leftovers of a creation that was killed are nothing.
Result<void> check_is_new(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    if (error.value() == ENOENT) return {};
    if (error) return fail(file_error("list", folder, error.value()));
    bool has_other = false;
    for (; entries != std::filesystem::directory_iterator(); entries.increment(error)) {
        const std::string name = entries->path().filename().string();
        if (name == journal_name) {
            return fail(Fault::conflict, folder.string() + " holds an optimization already", folder.string(),
                        std::string(resume_or_other));
        }
        has_other = has_other || (name != trial_lock_name && !is_unfinished_name(name));
    }
    if (error) return fail(file_error("list", folder, error.value()));
    if (has_other) {
        return fail(Fault::conflict, folder.string() + " is not empty", folder.string(),
                    "choose an empty folder, or one that is not there yet");
    }
    return {};
}

Result<FileLock> lock(const std::filesystem::path& folder) {
    auto taken = FileLock::acquire(folder / trial_lock_name, holder, std::chrono::milliseconds(0));
    if (taken) return std::move(taken).value();
    Error error = std::move(taken).error();
    if (error.fault == Fault::conflict)
        error.message = "the optimization in " + folder.string() + " is being run: " + error.message;
    return fail(std::move(error));
}

struct Ranked {
    double objective = 0;
    std::int64_t net_units = 0;
    std::uint64_t number = 0;
};
static_assert(sizeof(Ranked) + sizeof(std::uint64_t) <= 32, "more than the header promises");

bool is_better(const Ranked& a, const Ranked& b) {
    if (a.objective != b.objective) return a.objective > b.objective;
    if (a.net_units != b.net_units) return a.net_units > b.net_units;
    return a.number < b.number;
}

}  // namespace

bool is_ranked(const TrialRow& row) {
    return row.objective.has_value() && row.bars_share == 1 && row.outcome.refusal.empty();
}

struct TrialFolder::Parts {
    std::filesystem::path folder;
    TrialHeader header;
    std::optional<FileLock> lock;  ///< Held while opened to write.
    JournalFile file;
    BlockWalk::Place first;  ///< Where the blocks begin,
    BlockWalk::Place end;    ///< and where the next one goes.
    RowPlaces places{};
    std::uint64_t count = 0;
    std::uint64_t torn_bytes = 0;
    bool needs_cut = false;  ///< Part of a block that could not be written lies behind the end.
    std::string payload{};   ///< Kept from append to append.

    std::filesystem::path journal() const { return folder / journal_name; }

    detail::ReadAt reader() const {
        return [this](std::uint64_t offset, std::span<std::byte> into) { return file.read_at(offset, into); };
    }

    std::unexpected<Error> damaged(const BlockWalk& walk, std::string_view why) const {
        return fail(located({Fault::corrupt, fmt::format("block {} {}", walk.place().index - 1, why)}, journal()));
    }

    bool is_on_axes(const search::Point& point) const {
        for (std::size_t axis = 0; axis < point.size(); ++axis) {
            if (point[axis] >= header.axes[axis].count) return false;
        }
        return point.size() == header.axes.size();
    }

    /// The rows of a block, with where each lies. False from `see` stops.
    template <class See>
    Result<bool> rows_of(const BlockWalk& walk, const BlockWalk::Block& block, See&& see) const {
        std::size_t offset = 0;
        for (std::uint32_t index = 0; index < block.rows; ++index) {
            std::size_t used = 0;
            const auto row = detail::decode_row(block.payload.subspan(offset), header.axes.size(), used);
            if (!row || !is_on_axes(row->point)) return damaged(walk, "holds something that is no row");
            SPARK_TRY(const bool goes_on, see(*row, block.payload_offset + offset));
            if (!goes_on) return false;
            offset += used;
        }
        if (offset != block.payload.size()) return damaged(walk, "is longer than its rows");
        return true;
    }

    /// Takes in every block from the end known so far to the last whole one.
    Result<void> scan() {
        BlockWalk walk(reader(), end);
        while (true) {
            auto block = walk.next();
            if (!block) return fail(located(std::move(block).error(), journal()));
            if (!*block) break;
            const auto see = [&](const TrialRow& row, std::uint64_t offset) -> Result<bool> {
                if (row.number > RowPlaces::number_max) return damaged(walk, "has a number past 2^32 - 1");
                if (places.has(row.number)) return damaged(walk, fmt::format("has set {} again", row.number));
                places.put(row.number, offset);
                return true;
            };
            SPARK_TRY(rows_of(walk, **block, see));
            count += (*block)->rows;
            end = walk.place();
        }
        torn_bytes = 0;
        if (!walk.is_torn()) return {};
        SPARK_TRY(const std::uint64_t size, file.size());
        torn_bytes = size > end.offset ? size - end.offset : 0;
        return {};
    }
};

TrialFolder::TrialFolder(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TrialFolder::TrialFolder(TrialFolder&&) noexcept = default;
TrialFolder& TrialFolder::operator=(TrialFolder&&) noexcept = default;
TrialFolder::~TrialFolder() = default;

Result<TrialFolder> TrialFolder::create(const std::filesystem::path& folder, const TrialHeader& header) {
    SPARK_ASSERT(!header.axes.empty());
    SPARK_TRY(check_is_new(folder));
    SPARK_TRY(make_folders(folder));
    SPARK_TRY(FileLock held, lock(folder));
    SPARK_TRY(check_is_new(folder));  // Somebody may have been quicker.
    SPARK_TRY(remove_unfinished_files(folder));
    const std::string text = wire::to_text(header.json());
    SPARK_TRY(create_file_exclusive(folder / journal_name, detail::encode_journal_head(text)));
    SPARK_TRY(JournalFile file, JournalFile::open(folder / journal_name, true));
    const BlockWalk::Place first = detail::first_place(text);
    return TrialFolder(std::make_unique<Parts>(Parts{.folder = folder,
                                                     .header = header,
                                                     .lock = std::move(held),
                                                     .file = std::move(file),
                                                     .first = first,
                                                     .end = first}));
}

Result<TrialFolder> TrialFolder::open(const std::filesystem::path& folder, bool to_write) {
    const std::filesystem::path journal = folder / journal_name;
    std::error_code error;
    if (!std::filesystem::exists(journal, error) && !error) {
        return fail(Fault::not_found, "no optimization in " + folder.string(), folder.string(),
                    "give the folder that an optimization was given with --out");
    }
    std::optional<FileLock> held;
    if (to_write) {
        SPARK_TRY(held, lock(folder));
    }
    SPARK_TRY(JournalFile file, JournalFile::open(journal, to_write));
    auto parts = std::make_unique<Parts>(Parts{
        .folder = folder, .header = {}, .lock = std::move(held), .file = std::move(file), .first = {}, .end = {}});
    const auto text = detail::read_journal_head(parts->reader());
    if (!text) return fail(located(text.error(), journal));
    const auto json = wire::parse_json(*text);
    auto header = json ? TrialHeader::parse(*json) : Result<TrialHeader>(fail(json.error()));
    if (!header)
        return fail(located({Fault::corrupt, "its header cannot be read: " + header.error().message}, journal));
    parts->header = *std::move(header);
    parts->first = parts->end = detail::first_place(*text);
    SPARK_TRY(parts->scan());
    if (to_write && parts->torn_bytes > 0) {
        SPARK_TRY(parts->file.cut(parts->end.offset));
        SPARK_TRY(parts->file.sync());
    }
    if (to_write) SPARK_TRY(remove_unfinished_files(folder));
    return TrialFolder(std::move(parts));
}

Result<TrialFolder> TrialFolder::open_to_resume(const std::filesystem::path& folder) { return open(folder, true); }
Result<TrialFolder> TrialFolder::open_to_read(const std::filesystem::path& folder) { return open(folder, false); }

const TrialHeader& TrialFolder::header() const { return parts_->header; }
const std::filesystem::path& TrialFolder::path() const { return parts_->folder; }
std::uint64_t TrialFolder::count() const { return parts_->count; }
bool TrialFolder::has(std::uint64_t number) const { return parts_->places.has(number); }
std::uint64_t TrialFolder::torn_bytes() const { return parts_->torn_bytes; }

Result<void> TrialFolder::append(std::span<const TrialRow> rows) {
    SPARK_ASSERT(parts_->lock.has_value());
    if (rows.empty()) return {};
    Parts& parts = *parts_;
    parts.payload.clear();
    std::vector<std::size_t> begins;
    begins.reserve(rows.size());
    for (const TrialRow& row : rows) {
        SPARK_ASSERT(parts.is_on_axes(row.point));
        if (row.number > RowPlaces::number_max)
            return fail(Fault::invalid_input, fmt::format("set {}: numbers go to 2^32 - 1", row.number));
        if (parts.places.has(row.number))
            return fail(Fault::conflict, fmt::format("set {} is in the journal already", row.number));
        begins.push_back(parts.payload.size());
        detail::encode_row(row, parts.header.axes.size(), parts.header.has_details, parts.payload);
        if (parts.payload.size() > detail::payload_bytes_max)
            return fail(Fault::invalid_input, "more rows at once than 64 MiB hold", {},
                        "append them in smaller pieces");
    }
    std::vector<std::uint64_t> numbers;
    numbers.reserve(rows.size());
    for (const TrialRow& row : rows) numbers.push_back(row.number);
    std::ranges::sort(numbers);
    if (const auto twice = std::ranges::adjacent_find(numbers); twice != numbers.end())
        return fail(Fault::conflict, fmt::format("set {} is given twice", *twice));
    if (parts.needs_cut) {
        SPARK_TRY(parts.file.cut(parts.end.offset));
        parts.needs_cut = false;
    }
    const auto sealed =
        detail::seal_block(parts.end.index, static_cast<std::uint32_t>(rows.size()), parts.payload, parts.end.seal);
    parts.payload.insert(0, reinterpret_cast<const char*>(&sealed.head), sizeof sealed.head);
    if (auto written = parts.file.write_at(parts.end.offset, parts.payload); !written) {
        parts.needs_cut = !parts.file.cut(parts.end.offset);
        return fail(std::move(written).error());
    }
    const std::uint64_t payload_offset = parts.end.offset + sizeof sealed.head;
    for (std::size_t index = 0; index < rows.size(); ++index)
        parts.places.put(rows[index].number, payload_offset + begins[index]);
    parts.count += rows.size();
    parts.end = {.offset = parts.end.offset + parts.payload.size(), .index = parts.end.index + 1, .seal = sealed.seal};
    return {};
}

Result<void> TrialFolder::sync() { return parts_->file.sync(); }

Result<void> TrialFolder::refresh() {
    SPARK_ASSERT(!parts_->lock.has_value());
    return parts_->scan();
}

Result<void> TrialFolder::for_each(const std::function<bool(const TrialRow&)>& see) const {
    BlockWalk walk(parts_->reader(), parts_->first);
    while (walk.place().index < parts_->end.index) {
        auto block = walk.next();
        if (!block) return fail(located(std::move(block).error(), parts_->journal()));
        if (!*block) return fail(located({Fault::corrupt, "it is shorter than it was"}, parts_->journal()));
        SPARK_TRY(const bool goes_on, parts_->rows_of(walk, **block, [&](const TrialRow& row, std::uint64_t) {
            return Result<bool>(see(row));
        }));
        if (!goes_on) return {};
    }
    return {};
}

Result<TrialRow> TrialFolder::row(std::uint64_t number) const {
    const std::uint64_t offset = parts_->places.offset(number);
    if (offset == 0) return fail(Fault::not_found, fmt::format("no set {} in {}", number, parts_->folder.string()));
    // Most rows are shorter than this; a reason may make one longer.
    std::array<std::byte, 2 + detail::row_bytes_max> bytes;
    for (const std::size_t size : {std::size_t{320}, bytes.size()}) {
        SPARK_TRY(const std::size_t got, parts_->file.read_at(offset, std::span(bytes).first(size)));
        std::size_t used = 0;
        auto row = detail::decode_row(std::span(bytes).first(got), parts_->header.axes.size(), used);
        if (row && row->number == number && parts_->is_on_axes(row->point)) return *std::move(row);
    }
    return fail(
        located({Fault::corrupt, fmt::format("the row of set {} is not what was written", number)}, parts_->journal()));
}

Result<std::vector<std::uint64_t>> TrialFolder::ranking() const {
    std::vector<Ranked> ranked;
    ranked.reserve(parts_->count);
    SPARK_TRY(for_each([&](const TrialRow& row) {
        if (is_ranked(row)) {
            ranked.push_back(
                {.objective = *row.objective, .net_units = row.outcome.figures.net.units(), .number = row.number});
        }
        return true;
    }));
    std::ranges::sort(ranked, is_better);
    std::vector<std::uint64_t> numbers;
    numbers.reserve(ranked.size());
    for (const Ranked& one : ranked) numbers.push_back(one.number);
    return numbers;
}

}  // namespace spark::trials
