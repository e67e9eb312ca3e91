#include "adapters/store/detail/evidence_place.hpp"

#include <cstddef>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/audit/layout.hpp"
#include "engine/audit/names.hpp"
#include "foundation/base/files.hpp"

namespace spark::store::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view example = "name a run's document: evidence/backtest/bt_….json";

/// What is before `suffix`; empty when the name does not end so.
std::string without(const std::string& name, const std::string& suffix) {
    return name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : std::string();
}

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

/// The id of the one manifest in a folder; empty where there is none.
Result<std::string> only_id_in(const fs::path& folder) {
    std::string id;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string found = without(entry->path().filename().string(), audit::manifest_name(""));
        if (found.empty()) continue;
        if (!id.empty())
            return fail(Fault::invalid_input,
                        fmt::format("{} holds several runs, {} and {} among them", folder.string(), id, found),
                        folder.string(), std::string(example));
        id = found;
    }
    if (error) return fail(file_error("list", folder, error.value()));
    return id;
}

EvidencePlace place_in(const fs::path& folder, std::string id) {
    EvidencePlace place{.folder = folder, .id = std::move(id), .root = {}};
    const fs::path root = folder.parent_path();
    if (audit::check_kind(folder.filename().string()) && is_there(root / audit::index_name)) place.root = root;
    return place;
}

}  // namespace

Result<EvidencePlace> find_evidence_place(const fs::path& path) {
    std::error_code error;
    // The real path has a parent and a last name whatever was typed: `.`, `x/`, `../y`.
    const fs::path full = fs::canonical(path, error);
    if (error) return fail(file_error("open", path, error.value()));
    const fs::path folder = full.parent_path();
    const std::string name = full.filename().string();
    std::string id = without(name, audit::manifest_name(""));
    if (id.empty()) id = without(name, audit::document_name(""));
    if (fs::is_directory(full, error)) {
        SPARK_TRY(const std::string inside, only_id_in(full));
        if (!inside.empty()) return place_in(full, inside);
        id = is_there(folder / audit::manifest_name(name)) ? name : std::string();
    }
    if (audit::check_id(id)) return place_in(folder, std::move(id));
    return fail(Fault::invalid_input, fmt::format("{} is not a run's document, manifest or folder", path.string()),
                path.string(), std::string(example));
}

}  // namespace spark::store::detail
