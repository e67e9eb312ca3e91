#include "foundation/base/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "foundation/base/detail/descriptor.hpp"
#include "foundation/base/files.hpp"

namespace spark {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path, Paging paging) {
    // O_NONBLOCK: a named pipe in place of the file must be refused, not waited for.
    SPARK_TRY(const detail::Descriptor file, detail::open_path(path, O_RDONLY | O_NONBLOCK));
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return fail(file_error("map", path, errno));
    if (!S_ISREG(status.st_mode)) {
        return fail(Fault::invalid_input, "map " + path.string() + ": no regular file", path.string(),
                    "give the path of a regular file");
    }
    if (status.st_size == 0) return MappedFile({});
    const auto size = static_cast<std::size_t>(status.st_size);
    const int flags = MAP_SHARED | (paging == Paging::populate ? MAP_POPULATE : 0);
    void* const address = ::mmap(nullptr, size, PROT_READ, flags, file.get(), 0);
    if (address == MAP_FAILED) return fail(file_error("map", path, errno));
    return MappedFile({static_cast<const std::byte*>(address), size});
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    if (this != &other) {
        unmap();
        bytes_ = std::exchange(other.bytes_, {});
    }
    return *this;
}

MappedFile::~MappedFile() { unmap(); }

void MappedFile::unmap() noexcept {
    if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
    bytes_ = {};
}

}  // namespace spark
