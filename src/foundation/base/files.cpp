#include "foundation/base/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "foundation/base/assert.hpp"
#include "foundation/base/detail/descriptor.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark {

namespace {

constexpr std::size_t read_piece_bytes = 1 << 20;

std::string remedy_for(Fault fault, int error_number) {
    switch (fault) {
        case Fault::denied:
            return error_number == EROFS ? "choose a folder on a device that is not read-only"
                                         : "give this user the rights to it, or choose another folder";
        case Fault::exhausted:
            if (error_number == EMFILE || error_number == ENFILE) return "raise the limit of open files (ulimit -n)";
            if (error_number == EFBIG) return "raise the file size limit (ulimit -f), or choose another device";
            if (error_number == ENOMEM) return "free some memory and repeat";
            return "free some space on the device and repeat";
        case Fault::not_found: return "check the path";
        case Fault::conflict: return "choose another name, or remove it first";
        case Fault::invalid_input: return "give the path of a regular file with a shorter name";
        case Fault::unavailable: return "check the device and repeat";
        case Fault::outcome_unknown:
        case Fault::corrupt: break;
    }
    SPARK_ASSERT(false);
}

Error too_long(const std::filesystem::path& path, std::size_t size_max) {
    return {Fault::exhausted, "read " + path.string() + ": longer than " + std::to_string(size_max) + " bytes allowed",
            path.string(), "give a shorter file"};
}

Result<void> publish_whole(const std::filesystem::path& path, std::string_view bytes,
                           UnfinishedFile::WhenThere when_there) {
    SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
    SPARK_TRY(file.write(bytes));
    return file.publish(path, when_there);
}

/// After a failed append: cut what was written of the line, so that the next append starts a line of its own.
Result<void> cut_back(int descriptor, off_t size, const std::filesystem::path& path, Error cause) {
    if (::ftruncate(descriptor, size) != 0) {
        cause.message += "; part of the line stays in " + path.string();
    }
    return fail(std::move(cause));
}

}  // namespace

Fault fault_of_errno(int error_number) {
    switch (error_number) {
        case EACCES:
        case EPERM:
        case EROFS: return Fault::denied;
        case ENOENT:
        case ENOTDIR: return Fault::not_found;
        case EEXIST:
        case ENOTEMPTY: return Fault::conflict;
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
        case EMFILE:
        case ENFILE:
        case ENOMEM: return Fault::exhausted;
        case EISDIR:
        case EINVAL:
        case ELOOP:
        case ENAMETOOLONG: return Fault::invalid_input;
        default: return Fault::unavailable;
    }
}

Error file_error(std::string_view action, const std::filesystem::path& path, int error_number) {
    const Fault fault = fault_of_errno(error_number);
    std::string message(action);
    message += ' ' + path.string() + ": " + std::system_category().message(error_number);
    return {fault, std::move(message), path.string(), remedy_for(fault, error_number)};
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t size_max) {
    SPARK_TRY(const detail::Descriptor file, detail::open_path(path, O_RDONLY));
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return fail(file_error("read", path, errno));
    if (S_ISDIR(status.st_mode)) return fail(file_error("read", path, EISDIR));
    const bool regular = S_ISREG(status.st_mode);
    if (regular && static_cast<std::uint64_t>(status.st_size) > size_max) return fail(too_long(path, size_max));
    // The size is only a hint: pipes and /proc files have none, and a file may grow while it is read.
    std::string bytes;
    std::size_t filled = 0;
    const std::size_t first_piece =
        regular && status.st_size > 0 ? static_cast<std::size_t>(status.st_size) : std::min(read_piece_bytes, size_max);
    bytes.resize(first_piece + 1);
    while (true) {
        const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0) {
            if (errno == EINTR) continue;
            return fail(file_error("read", path, errno));
        }
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
        if (filled > size_max) return fail(too_long(path, size_max));
        if (filled == bytes.size()) bytes.resize(std::min(bytes.size() * 2, size_max) + 1);
    }
    bytes.resize(filled);
    return bytes;
}

Result<void> replace_file(const std::filesystem::path& path, std::string_view bytes) {
    return publish_whole(path, bytes, UnfinishedFile::WhenThere::replace);
}

Result<void> create_file_exclusive(const std::filesystem::path& path, std::string_view bytes) {
    return publish_whole(path, bytes, UnfinishedFile::WhenThere::refuse);
}

Result<void> append_durable(const std::filesystem::path& path, std::string_view line) {
    SPARK_ASSERT(line.find('\n') == std::string_view::npos);
    struct stat status{};
    const bool is_new = ::stat(path.c_str(), &status) != 0;
    SPARK_TRY(const detail::Descriptor file, detail::open_path(path, O_WRONLY | O_CREAT | O_APPEND, 0644));
    if (::fstat(file.get(), &status) != 0) return fail(file_error("append to", path, errno));
    std::string whole(line);
    whole += '\n';
    if (auto written = detail::write_all(file.get(), std::as_bytes(std::span(whole)), path); !written) {
        return cut_back(file.get(), status.st_size, path, std::move(written).error());
    }
    SPARK_TRY(detail::sync_descriptor(file.get(), path));
    if (is_new) return sync_folder(detail::folder_of(path));
    return {};
}

Result<void> make_folders(const std::filesystem::path& path) {
    std::vector<std::filesystem::path> absent;
    for (std::filesystem::path folder = path; !folder.empty(); folder = folder.parent_path()) {
        struct stat status{};
        if (::stat(folder.c_str(), &status) == 0) {
            if (!S_ISDIR(status.st_mode)) return fail(file_error("create folder", folder, EEXIST));
            break;
        }
        if (errno != ENOENT) return fail(file_error("create folder", folder, errno));
        if (folder.has_filename()) absent.push_back(folder);  // A trailing slash is an empty last name.
        if (folder == folder.parent_path()) break;
    }
    for (auto folder = absent.rbegin(); folder != absent.rend(); ++folder) {
        // Somebody else may make it at the same time: that is what was wanted.
        if (::mkdir(folder->c_str(), 0755) != 0 && errno != EEXIST)
            return fail(file_error("create folder", *folder, errno));
        SPARK_TRY(sync_folder(detail::folder_of(*folder)));
    }
    return {};
}

Result<void> sync_folder(const std::filesystem::path& path) {
    SPARK_TRY(const detail::Descriptor folder, detail::open_path(path, O_RDONLY | O_DIRECTORY));
    return detail::sync_descriptor(folder.get(), path);
}

Result<std::int64_t> remove_unfinished_files(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    if (error.value() == ENOENT) return std::int64_t{0};
    if (error) return fail(file_error("list", folder, error.value()));
    std::vector<std::filesystem::path> unfinished;
    for (; entries != std::filesystem::directory_iterator(); entries.increment(error)) {
        if (is_unfinished_name(entries->path().filename().string())) unfinished.push_back(entries->path());
        if (error) return fail(file_error("list", folder, error.value()));
    }
    if (error) return fail(file_error("list", folder, error.value()));
    for (const std::filesystem::path& path : unfinished) {
        if (::unlink(path.c_str()) != 0 && errno != ENOENT) return fail(file_error("remove", path, errno));
    }
    if (!unfinished.empty()) SPARK_TRY(sync_folder(folder));
    return static_cast<std::int64_t>(unfinished.size());
}

}  // namespace spark
