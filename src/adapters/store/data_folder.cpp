#include "adapters/store/data_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "adapters/store/detail/data_set_tree.hpp"
#include "adapters/store/detail/data_set_writer.hpp"
#include "foundation/base/file_lock.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::store {
namespace {

constexpr std::size_t nearest_names_max = 3;

DataSetId with_version(DataSetId id, std::uint32_t version) {
    id.version = version;
    return id;
}

}  // namespace

DataFolder::DataFolder(std::filesystem::path path, DataFolderOptions options)
    : path_(std::move(path)), options_(std::move(options)) {}

Result<DataFolder> DataFolder::open(const std::filesystem::path& path, DataFolderOptions options) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::exists(status) && !std::filesystem::is_directory(status)) {
        return fail(Fault::invalid_input, "data folder " + path.string() + " is a file", path.string(),
                    "give a folder with --data-dir");
    }
    if (!std::filesystem::exists(status)) {
        const bool absent = status.type() == std::filesystem::file_type::not_found;
        if (!absent) return fail(file_error("open", path, error.value()));
        if (!options.create) {
            return fail(Fault::not_found, "data folder " + path.string() + " does not exist", path.string(),
                        "ingest a file first, or name the right folder with --data-dir");
        }
        SPARK_TRY(make_folders(path));
    }
    return DataFolder(path, std::move(options));
}

std::filesystem::path DataFolder::path_of(const DataSetId& id) const {
    return path_ / id.folder() / file_name_of_version(id.version.value_or(0));
}

Result<SavedDataSet> DataFolder::save(const market::DataSetInfo& info, const market::CandleColumns& columns) {
    const DataSetId id{info.venue, info.symbol, info.timeframe, std::nullopt};
    SPARK_TRY(const DataSetId read_back, DataSetId::parse(id.text()));
    if (read_back != id)
        return fail(Fault::invalid_input, "found timeframe " + info.timeframe.text() + ", which no id can name");
    SPARK_TRY(detail::Draft draft, detail::draft_of(info, columns));
    const crypto::Sha256Digest sha256 = detail::identity_of(draft.header);

    SPARK_TRY(make_folders(path_ / "datasets"));
    SPARK_TRY(const FileLock lock,
              FileLock::acquire(path_ / "datasets" / ".lock", options_.command, options_.lock_wait));
    SPARK_TRY(remove_leftovers());
    SPARK_TRY(const std::optional<DataSetId> same, find_same(id, sha256));
    if (same) return SavedDataSet{.id = *same, .sha256 = sha256, .path = path_of(*same), .is_new = false};

    SPARK_TRY(const std::uint32_t highest, detail::version_ever_highest(path_, id));
    draft.header.version = highest + 1;
    if (draft.header.version > DataSetId::version_max)
        return fail(Fault::exhausted, id.text() + " has as many versions as a name can count");
    const DataSetId saved = with_version(id, draft.header.version);
    auto written = make_folders(path_ / id.folder());
    if (written) written = detail::write_data_set(draft, path_of(saved));
    if (!written) {
        remove_empty_folders(id);
        return fail(std::move(written).error());
    }
    return SavedDataSet{.id = saved, .sha256 = sha256, .path = path_of(saved), .is_new = true};
}

/// The newest undamaged version with this identity. One that cannot be opened, or whose columns are damaged, is not it.
Result<std::optional<DataSetId>> DataFolder::find_same(const DataSetId& any_version,
                                                       const crypto::Sha256Digest& sha256) const {
    SPARK_TRY(std::vector<std::uint32_t> versions, detail::versions_in(path_ / any_version.folder()));
    std::ranges::reverse(versions);
    for (const std::uint32_t version : versions) {
        const DataSetId id = with_version(any_version, version);
        const auto data_set = open_version(id);
        if (data_set && data_set->sha256() == sha256 && data_set->check_columns()) return id;
    }
    return std::nullopt;
}

/// Only under the lock: whatever is unfinished then has no living writer.
Result<void> DataFolder::remove_leftovers() const {
    SPARK_TRY(const std::vector<DataSetId> folders, detail::data_set_folders(path_));
    for (const DataSetId& id : folders) SPARK_TRY(remove_unfinished_files(path_ / id.folder()));
    return {};
}

/// After a save that came to nothing: its folders go where nothing else is in them (a folder with anything in it
/// refuses to go).
void DataFolder::remove_empty_folders(const DataSetId& id) const {
    std::error_code ignored;
    std::filesystem::path folder = path_ / id.folder();
    for (int level = 0; level < 3; ++level, folder = folder.parent_path()) {
        if (std::filesystem::is_empty(folder, ignored) && !ignored) std::filesystem::remove(folder, ignored);
    }
}

Result<MappedDataSet> DataFolder::open_version(const DataSetId& id) const {
    const std::filesystem::path path = path_of(id);
    SPARK_TRY(MappedDataSet data_set, MappedDataSet::open(path));
    if (data_set.id() != id) {
        return fail(Fault::corrupt,
                    fmt::format("{} says that it is {}, but lies where {} should", path.string(), data_set.id().text(),
                                id.text()),
                    path.string(), "move the file to where it belongs");
    }
    return data_set;
}

Result<DataSetEntry> DataFolder::entry_of(const DataSetId& id) const {
    DataSetEntry entry{.id = id, .path = path_of(id), .damage = {}, .sha256 = {}};
    auto data_set = open_version(id);
    if (!data_set) {
        std::error_code error;
        const std::uintmax_t bytes = std::filesystem::file_size(entry.path, error);
        entry.bytes = error ? 0 : bytes;
        entry.damage = std::move(data_set).error();
        return entry;
    }
    const market::CandleColumns columns = data_set->columns();
    entry.synthetic = data_set->info().synthetic;
    entry.rows = columns.size();
    entry.first = wall_time_of_ns(columns.open_time_ns.front());
    entry.last = wall_time_of_ns(columns.open_time_ns.back());
    entry.sha256 = data_set->sha256();
    entry.bytes = data_set->file_bytes();
    return entry;
}

Result<std::vector<DataSetEntry>> DataFolder::list() const {
    std::vector<DataSetEntry> entries;
    SPARK_TRY(const std::vector<DataSetId> folders, detail::data_set_folders(path_));
    for (const DataSetId& folder : folders) {
        SPARK_TRY(const std::vector<std::uint32_t> versions, detail::versions_in(path_ / folder.folder()));
        for (const std::uint32_t version : versions) {
            SPARK_TRY(DataSetEntry entry, entry_of(with_version(folder, version)));
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

Result<MappedDataSet> DataFolder::open_data_set(std::string_view text) const {
    auto id = DataSetId::parse(text);
    if (!id) return fail(unknown_data_set(text));
    SPARK_TRY(const std::vector<std::uint32_t> versions, detail::versions_in(path_ / id->folder()));
    if (versions.empty()) return fail(unknown_data_set(text));
    if (!id->version) id->version = versions.back();
    if (!std::ranges::binary_search(versions, *id->version)) return fail(unknown_data_set(text));
    return open_version(*id);
}

/// not_found, with the nearest names. A name without version is compared with names without version.
Error DataFolder::unknown_data_set(std::string_view text) const {
    std::vector<std::string> names;
    if (const auto folders = detail::data_set_folders(path_)) {
        for (const DataSetId& folder : *folders) {
            const auto versions = detail::versions_in(path_ / folder.folder());
            if (!versions || versions->empty()) continue;
            if (!text.contains('@')) {
                names.push_back(folder.text());
                continue;
            }
            for (const std::uint32_t version : *versions) names.push_back(with_version(folder, version).text());
        }
    }
    Error error{Fault::not_found,
                fmt::format("no data set is named '{}'", shown(text, 80)),
                {},
                "see `spark data ls` for those there are"};
    if (names.empty()) {
        error.message += ", there are none in " + path_.string();
        error.remedy = "ingest a file first: spark ingest csv FILE --venue V --symbol S --timeframe TF";
    } else if (const auto nearest = nearest_names(text, names, nearest_names_max); !nearest.empty()) {
        error.remedy = fmt::format("did you mean {}?", fmt::join(nearest, ", "));
    }
    return error;
}

}  // namespace spark::store
