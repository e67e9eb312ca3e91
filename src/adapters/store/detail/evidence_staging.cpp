#include "adapters/store/detail/evidence_staging.hpp"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "engine/audit/layout.hpp"
#include "engine/audit/names.hpp"
#include "foundation/base/files.hpp"

namespace spark::store::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view lock_name = ".lock";
constexpr std::string_view attachments_name = "attachments";
constexpr std::size_t sync_threads_max = 8;
constexpr std::string_view holder = "spark: writing evidence";

/// Where a run's three pieces lie, the document last: readers that list files see it only when the rest is there.
std::array<fs::path, 3> places_of(const fs::path& root, std::string_view kind, std::string_view id) {
    const fs::path folder = root / kind;
    return {folder / id, folder / audit::manifest_name(id), folder / audit::document_name(id)};
}

bool remove_whole(const fs::path& path) {
    std::error_code error;
    fs::remove_all(path, error);
    return !error;
}

bool remove_pieces(const fs::path& root, std::string_view kind, std::string_view id) {
    bool is_removed = true;
    for (const fs::path& path : places_of(root, kind, id)) is_removed = remove_whole(path) && is_removed;
    return is_removed;
}

/// False when something of the dead writer could not be removed.
bool sweep_one(const EvidenceIndex& index, const fs::path& root, const fs::path& folder) {
    const std::string name = folder.filename().string();
    const std::size_t dot = name.find('.');
    const std::string kind = name.substr(0, dot);
    const std::string id = dot == std::string::npos ? "" : name.substr(dot + 1);
    if (!audit::check_kind(kind) || !audit::check_id(id)) return true;  // Not ours.
    const auto lock = FileLock::acquire(folder / lock_name, holder, std::chrono::milliseconds{0});
    if (!lock)
        return lock.error().fault == Fault::conflict ||
               lock.error().fault == Fault::not_found;  // Its writer lives, or ended just now.
    const auto is_indexed = index.has_run(kind, id);
    if (!is_indexed) return false;
    const bool is_removed = *is_indexed || remove_pieces(root, kind, id);
    // The marker goes last: without it nobody would know the pieces for leftovers.
    return is_removed && remove_whole(folder);
}

}  // namespace

std::vector<std::string> sweep_evidence(const EvidenceIndex& index, const fs::path& root) {
    std::vector<std::string> left;
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator entry(root / audit::writing_folder, error), end; !error && entry != end;
         entry.increment(error)) {
        folders.push_back(entry->path());
    }
    for (const fs::path& folder : folders) {
        if (!sweep_one(index, root, folder))
            left.push_back(fmt::format("{} holds an unfinished run that could not be removed", folder.string()));
    }
    return left;
}

EvidenceStaging::EvidenceStaging(fs::path root, std::string kind, std::string id, fs::path folder, FileLock lock)
    : root_(std::move(root)),
      kind_(std::move(kind)),
      id_(std::move(id)),
      folder_(std::move(folder)),
      lock_(std::move(lock)) {}

Result<EvidenceStaging> EvidenceStaging::create(const EvidenceIndex&, const fs::path& root, std::string_view kind,
                                                std::string_view id) {
    for (const fs::path& place : places_of(root, kind, id)) {
        std::error_code error;
        if (fs::symlink_status(place, error).type() == fs::file_type::not_found) continue;
        return fail(Fault::conflict, fmt::format("evidence {} exists already: {}", id, place.string()), place.string(),
                    "write it under another id");
    }
    fs::path folder = root / audit::writing_folder / audit::marker_name(kind, id);
    std::error_code error;
    const bool is_made = fs::create_directory(folder, error);
    if (error) return fail(file_error("create folder", folder, error.value()));
    if (!is_made)
        return fail(Fault::conflict, fmt::format("evidence {} is being written by another process", id),
                    folder.string(), "write it under another id");
    auto lock = FileLock::acquire(folder / lock_name, holder, std::chrono::milliseconds{0});
    if (!lock) {
        remove_whole(folder);
        return fail(std::move(lock).error());
    }
    return EvidenceStaging(root, std::string(kind), std::string(id), std::move(folder), *std::move(lock));
}

EvidenceStaging::~EvidenceStaging() {
    if (!folder_.empty()) remove_whole(folder_);
}

Result<void> EvidenceStaging::write(const fs::path& path, std::string_view bytes) {
    SPARK_TRY(EvidenceFile file, EvidenceFile::open(path, O_WRONLY | O_CREAT | O_EXCL));
    SPARK_TRY(file.write(bytes));
    file.begin_sync();
    files_.push_back(std::move(file));
    return {};
}

Result<void> EvidenceStaging::write_top_file(const std::string& name, std::string_view bytes) {
    return write(folder_ / name, bytes);
}

Result<void> EvidenceStaging::write_attachment(const std::string& name, std::string_view bytes) {
    const fs::path folder = folder_ / attachments_name;
    std::error_code error;
    fs::create_directory(folder, error);
    if (error) return fail(file_error("create folder", folder, error.value()));
    has_attachments_ = true;
    return write(folder / name, bytes);
}

Result<void> EvidenceStaging::sync() {
    // The names inside the attachment folder; those of the other two files become durable where they end up.
    const std::size_t count = files_.size() + (has_attachments_ ? 1 : 0);
    const auto sync_one = [this](std::size_t at) {
        return at < files_.size() ? files_[at].sync() : sync_folder(folder_ / attachments_name);
    };
    // Asked for at the same time, the device is waited for once or twice; one after another, once a file.
    std::vector<Result<void>> synced(count);
    std::atomic<std::size_t> next = 0;
    {
        std::vector<std::jthread> threads;
        for (std::size_t thread = 0; thread < std::min(count, sync_threads_max); ++thread) {
            threads.emplace_back([&] {
                for (std::size_t at = next++; at < count; at = next++) synced[at] = sync_one(at);
            });
        }
    }
    for (Result<void>& one : synced) SPARK_TRY(std::move(one));
    files_.clear();
    return {};
}

Result<void> EvidenceStaging::put_in_place(const EvidenceIndex& index) {
    const auto [attachments, manifest, document] = places_of(root_, kind_, id_);
    std::vector<std::pair<fs::path, fs::path>> moves;
    if (has_attachments_) moves.emplace_back(folder_ / attachments_name, attachments);
    moves.emplace_back(folder_ / manifest.filename(), manifest);
    moves.emplace_back(folder_ / document.filename(), document);
    for (const auto& [from, to] : moves) {
        std::error_code error;
        fs::rename(from, to, error);
        if (!error) continue;
        take_back(index);
        return fail(file_error("put in place", to, error.value()));
    }
    auto synced = sync_folder(root_ / kind_);
    if (!synced) take_back(index);
    return synced;
}

void EvidenceStaging::take_back(const EvidenceIndex&) {
    // What cannot be removed is left with its marker.
    if (!remove_pieces(root_, kind_, id_)) leave_to_sweep();
}

}  // namespace spark::store::detail
