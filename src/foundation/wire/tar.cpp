#include "foundation/wire/tar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "foundation/base/shown_text.hpp"

namespace spark::wire {
namespace {

constexpr std::size_t block_size = 512;
constexpr std::size_t name_bytes_max = 100;
constexpr std::size_t prefix_bytes_max = 155;

struct Parts {
    std::string_view prefix;
    std::string_view name;
};

Result<Parts> parts_of(std::string_view path) {
    const bool is_plain = !path.empty() && !path.starts_with('/') && !path.ends_with('/') &&
                          path.find("..") == std::string_view::npos && path.find('\0') == std::string_view::npos;
    const std::size_t slash = path.size() <= name_bytes_max ? std::string_view::npos : path.rfind('/');
    const Parts parts =
        slash == std::string_view::npos ? Parts{{}, path} : Parts{path.substr(0, slash), path.substr(slash + 1)};
    if (is_plain && parts.name.size() <= name_bytes_max && parts.prefix.size() <= prefix_bytes_max) return parts;
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed a name an archive can hold", shown(path)));
}

}  // namespace

Result<void> append_tar_file(std::string& archive, const TarFile& file, std::string_view bytes) {
    SPARK_TRY(const Parts parts, parts_of(file.name));
    std::array<char, block_size> header{};
    const auto put = [&header](std::size_t at, std::string_view text) {
        std::ranges::copy(text, header.begin() + static_cast<std::ptrdiff_t>(at));
    };
    // Fields and their places: POSIX.1-2008, pax, ustar Interchange Format.
    put(0, parts.name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, fmt::format("{:011o}", bytes.size()));
    put(136, fmt::format("{:011o}", std::max<std::int64_t>(file.changed_at_s, 0)));
    put(148, "        ");
    put(156, "0");
    put(257, std::string_view("ustar\0"
                              "00",
                              8));
    put(345, parts.prefix);
    const unsigned sum = std::accumulate(header.begin(), header.end(), 0U, [](unsigned total, char c) {
        return total + static_cast<unsigned>(static_cast<unsigned char>(c));
    });
    put(148, fmt::format("{:06o}", sum));
    header[154] = '\0';
    archive.append(header.data(), header.size());
    archive += bytes;
    archive.append((block_size - bytes.size() % block_size) % block_size, '\0');
    return {};
}

void end_tar(std::string& archive) { archive.append(2 * block_size, '\0'); }

}  // namespace spark::wire
