#include "adapters/store/data_trash.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "adapters/store/detail/data_set_tree.hpp"
#include "foundation/base/file_lock.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::store {
namespace {

std::filesystem::path file_of(const std::filesystem::path& root, const DataSetId& id) {
    return root / id.folder() / file_name_of_version(id.version.value_or(0));
}

std::unexpected<Error> none_in_trash(const DataSetId& id) {
    return fail(Fault::not_found, fmt::format("no data set '{}' lies in the trash", id.text()), {},
                "see `spark data trash ls` for those that do");
}

}  // namespace

Result<DataSetId> DataTrash::version_of(std::string_view text) const {
    SPARK_TRY(DataSetId id, DataSetId::parse(text));
    if (id.version) return id;
    return fail(Fault::invalid_input, fmt::format("found '{}' without a version", shown(text, 80)), {},
                fmt::format("name the one version that is meant: {}@v1", id.text()));
}

Result<void> DataTrash::move(const DataSetId& id, const std::filesystem::path& from,
                             const std::filesystem::path& to) const {
    const std::filesystem::path source = file_of(from, id);
    const std::filesystem::path target = file_of(to, id);
    std::error_code error;
    if (std::filesystem::exists(target, error)) {
        return fail(Fault::conflict, fmt::format("a file lies already at {}", target.string()), target.string(),
                    "move one of the two elsewhere");
    }
    SPARK_TRY(make_folders(target.parent_path()));
    if (::rename(source.c_str(), target.c_str()) != 0) return fail(file_error("move", source, errno));
    SPARK_TRY(sync_folder(target.parent_path()));
    return sync_folder(source.parent_path());
}

Result<DataSetId> DataTrash::put(std::string_view text) const {
    SPARK_TRY(const DataSetId id, version_of(text));
    SPARK_TRY(const DataFolder folder, DataFolder::open(data_folder_, options_));
    const auto found = folder.open_data_set(text);
    // A damaged one may go too; only what is not there cannot.
    if (!found && found.error().fault != Fault::corrupt) return fail(found.error());
    SPARK_TRY(const FileLock lock,
              FileLock::acquire(data_folder_ / "datasets" / ".lock", options_.command, options_.lock_wait));
    SPARK_TRY(move(id, data_folder_, trash()));
    return id;
}

Result<std::vector<DataSetEntry>> DataTrash::list() const {
    std::error_code error;
    if (!std::filesystem::exists(trash(), error)) return std::vector<DataSetEntry>{};
    SPARK_TRY(const DataFolder folder, DataFolder::open(trash(), options_));
    return folder.list();
}

Result<DataSetId> DataTrash::restore(std::string_view text) const {
    SPARK_TRY(const DataSetId id, version_of(text));
    std::error_code error;
    if (!std::filesystem::exists(file_of(trash(), id), error)) return none_in_trash(id);
    SPARK_TRY(const FileLock lock,
              FileLock::acquire(data_folder_ / "datasets" / ".lock", options_.command, options_.lock_wait));
    SPARK_TRY(move(id, trash(), data_folder_));
    return id;
}

Result<DataSetId> DataTrash::remove(std::string_view text) const {
    SPARK_TRY(const DataSetId id, version_of(text));
    const std::filesystem::path file = file_of(trash(), id);
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return none_in_trash(id);
    SPARK_TRY(const FileLock lock,
              FileLock::acquire(data_folder_ / "datasets" / ".lock", options_.command, options_.lock_wait));
    // The mark first: a crash between the two leaves a number kept twice, not one given twice.
    SPARK_TRY(make_folders(data_folder_ / id.folder()));
    SPARK_TRY(replace_file(detail::gone_mark(data_folder_, id), {}));
    if (!std::filesystem::remove(file, error) || error)
        return fail(file_error("remove", file, error ? error.value() : ENOENT));
    SPARK_TRY(sync_folder(file.parent_path()));
    return id;
}

}  // namespace spark::store
