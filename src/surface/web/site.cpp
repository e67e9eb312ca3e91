#include "surface/web/site.hpp"

#include <system_error>
#include <utility>

#include "foundation/base/files.hpp"
#include "surface/web/embedded_pack.hpp"

namespace spark::web {
namespace {

constexpr std::size_t pack_bytes_max = 256U << 20U;
constexpr std::string_view index_path = "/index.html";

/// `edition.bytes`, or the embedded ones where it has none, taken apart.
Result<std::shared_ptr<const Edition>> opened(std::shared_ptr<Edition> edition, std::string_view bytes) {
    SPARK_TRY(edition->pack, Pack::parse(bytes));
    if (edition->pack.files().empty()) return edition;
    const PackedFile* const index = edition->pack.find(index_path);
    if (index == nullptr) return fail(Fault::corrupt, "the web page's pack has no /index.html", "web.pack");
    SPARK_TRY(edition->shell, Shell::of(index->plain));
    return edition;
}

}  // namespace

const PackedFile* Edition::file(std::string_view path) const { return path == index_path ? nullptr : pack.find(path); }

Result<std::unique_ptr<Site>> Site::open(const std::filesystem::path& folder, Complain complain) {
    std::unique_ptr<Site> site(
        new Site(folder.empty() ? std::filesystem::path() : folder / "web.pack", std::move(complain)));
    if (!folder.empty()) {
        site->seen_ = site->stamp();
        SPARK_TRY(site->read());
        return site;
    }
    SPARK_TRY(site->edition_, opened(std::make_shared<Edition>(), embedded_pack()));
    return site;
}

Site::Stamp Site::stamp() const {
    std::error_code ignored;  // a file that is away for a moment has the stamp of none
    return {.changed_at = std::filesystem::last_write_time(file_, ignored),
            .bytes = std::filesystem::file_size(file_, ignored)};
}

Result<void> Site::read() {
    auto edition = std::make_shared<Edition>();
    SPARK_TRY(edition->bytes, read_file(file_, pack_bytes_max));
    const std::string_view bytes = edition->bytes;
    SPARK_TRY(edition_, opened(std::move(edition), bytes));
    return {};
}

std::shared_ptr<const Edition> Site::now() {
    const std::lock_guard lock(mutex_);
    if (file_.empty()) return edition_;
    const Stamp found = stamp();
    if (found == seen_) return edition_;
    seen_ = found;
    if (const auto done = read(); !done) complain_(done.error());
    return edition_;
}

}  // namespace spark::web
