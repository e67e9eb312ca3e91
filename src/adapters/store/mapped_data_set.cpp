#include "adapters/store/mapped_data_set.hpp"

#include <sys/mman.h>

#include <utility>

#include "adapters/store/detail/data_set_view.hpp"
#include "foundation/base/mapped_file.hpp"

namespace spark::store {

struct MappedDataSet::Parts {
    MappedFile file;
    detail::DataSetView view;
    std::filesystem::path path;
};

namespace {

Error about_file(Error error, const std::filesystem::path& path) {
    error.message = path.string() + ": " + error.message;
    error.place = path.string();
    if (error.fault == Fault::corrupt && error.remedy.empty()) {
        error.remedy = "put back a good copy of the file, or ingest its source again, which makes a new version";
    }
    return error;
}

/// Asks for the whole file at once before it is read from one end to the other. Only a hint: reading works without it.
/// Populating the page tables beforehand gained nothing over this (measured: 6.3 ms against 6.3 for 48 MB in the page
/// cache, 24 against 20 from disk).
void read_ahead(std::span<const std::byte> bytes) {
    ::madvise(const_cast<std::byte*>(bytes.data()), bytes.size(), MADV_WILLNEED);
}

}  // namespace

MappedDataSet::MappedDataSet(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
MappedDataSet::MappedDataSet(MappedDataSet&&) noexcept = default;
MappedDataSet& MappedDataSet::operator=(MappedDataSet&&) noexcept = default;
MappedDataSet::~MappedDataSet() = default;

Result<MappedDataSet> MappedDataSet::open(const std::filesystem::path& path) {
    SPARK_TRY(MappedFile file, MappedFile::open(path));
    auto view = detail::view_of(file.bytes());
    if (!view) return fail(about_file(std::move(view).error(), path));
    return MappedDataSet(std::make_unique<Parts>(Parts{std::move(file), *std::move(view), path}));
}

DataSetId MappedDataSet::id() const {
    const detail::DataSetHeader& header = parts_->view.header;
    return {header.venue, header.symbol, header.timeframe, header.version};
}

const market::DataSetInfo& MappedDataSet::info() const { return parts_->view.info; }
market::CandleColumns MappedDataSet::columns() const { return parts_->view.columns(); }
crypto::Sha256Digest MappedDataSet::sha256() const { return detail::identity_of(parts_->view.header); }
std::uint64_t MappedDataSet::file_bytes() const { return parts_->view.layout.file_bytes; }
const std::filesystem::path& MappedDataSet::path() const { return parts_->path; }

Error MappedDataSet::about_this_file(Error error) const { return about_file(std::move(error), parts_->path); }

Result<void> MappedDataSet::check_columns() const {
    read_ahead(parts_->view.bytes);
    auto checked = detail::check_bytes(parts_->view);
    if (!checked) return fail(about_this_file(std::move(checked).error()));
    return {};
}

Result<void> MappedDataSet::check_identity() const {
    SPARK_TRY(check_columns());
    auto checked = detail::check_digests(parts_->view);
    if (!checked) return fail(about_this_file(std::move(checked).error()));
    return {};
}

}  // namespace spark::store
