#include "adapters/store/evidence_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <span>
#include <string_view>
#include <system_error>

#include "adapters/store/detail/evidence_file.hpp"
#include "foundation/base/files.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::store {
namespace {

namespace fs = std::filesystem;

// One run's line is about 450 bytes: room for two million runs.
constexpr std::size_t read_size_max = std::size_t{1} << 30U;
constexpr std::size_t piece_size = std::size_t{1} << 18U;

Result<detail::EvidenceFile> open_plain(const fs::path& path) {
    // Without O_NONBLOCK a pipe in the file's place would be waited for.
    SPARK_TRY(detail::EvidenceFile file, detail::EvidenceFile::open(path, O_RDONLY | O_NONBLOCK));
    struct stat status{};
    if (::fstat(file.descriptor(), &status) != 0) return fail(file_error("read", path, errno));
    if (!S_ISREG(status.st_mode))
        return fail(Fault::invalid_input, path.string() + ": not a plain file", path.string());
    return file;
}

}  // namespace

Result<std::string> EvidenceFolderReader::read(const std::string& path) const {
    SPARK_TRY(const detail::EvidenceFile file, open_plain(top_ / path));
    return read_file(top_ / path, read_size_max);
}

Result<audit::FileDigest> EvidenceFolderReader::digest(const std::string& path) const {
    const fs::path full = top_ / path;
    SPARK_TRY(const detail::EvidenceFile file, open_plain(full));
    std::vector<std::byte> piece(piece_size);
    crypto::Sha256 sha256;
    audit::FileDigest digest;
    while (true) {
        const ssize_t count = ::read(file.descriptor(), piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return fail(file_error("read", full, errno));
        if (count == 0) break;
        sha256.update(std::span(piece).first(static_cast<std::size_t>(count)));
        digest.size_bytes += static_cast<std::uint64_t>(count);
    }
    digest.sha256 = sha256.finish().hex();
    return digest;
}

Result<std::vector<std::string>> EvidenceFolderReader::names(const std::string& folder) const {
    const fs::path full = top_ / folder;
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(full, error), end; !error && entry != end; entry.increment(error)) {
        names.push_back(entry->path().filename().string());
    }
    if (error) return fail(file_error("list", full, error.value()));
    return names;
}

}  // namespace spark::store
