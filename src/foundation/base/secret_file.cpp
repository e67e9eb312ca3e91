#include "foundation/base/secret_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "foundation/base/files.hpp"

namespace spark {
namespace {

constexpr std::size_t secret_bytes_max = 4'096;
constexpr mode_t others = S_IRWXG | S_IRWXO;

}  // namespace

Result<void> check_secret_file(const std::filesystem::path& path) {
    struct stat about{};
    if (::stat(path.c_str(), &about) != 0) return fail(file_error("read", path, errno));
    if (about.st_uid != ::geteuid() && about.st_uid != 0)
        return fail(Fault::denied, "the file belongs to somebody else", path.string(), "copy it to a file of your own");
    if ((about.st_mode & others) != 0)
        return fail(Fault::denied, fmt::format("found mode {:04o}, allowed 0600", about.st_mode & 07777U),
                    path.string(), fmt::format("chmod 600 {}", path.string()));
    return {};
}

Result<std::string> read_secret_file(const std::filesystem::path& path) {
    SPARK_TRY(check_secret_file(path));
    SPARK_TRY(std::string text, read_file(path, secret_bytes_max));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
    const bool is_one_line = text.find_first_of("\r\n") == std::string::npos;
    if (!text.empty() && is_one_line) return text;
    return fail(Fault::invalid_input, text.empty() ? "the file is empty" : "found several lines, allowed one",
                path.string(), "the file holds one key and nothing else");
}

}  // namespace spark
