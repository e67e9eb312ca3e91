#include "surface/http/download.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/base/shown_text.hpp"

namespace spark::http {
namespace {

constexpr std::size_t name_bytes_max = 200;

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
}

/// The name without folders: what stands behind the last slash of either kind.
std::string_view last_part(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

/// Each character that is not plain as one `_`, and no dot at the beginning.
std::string ascii_of(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        const std::size_t size = std::max<std::size_t>(utf8_sequence_size(name), 1);
        const bool kept = size == 1 && is_plain(name.front()) && !(out.empty() && name.front() == '.');
        out += kept ? name.front() : '_';
        name.remove_prefix(size);
    }
    return out.empty() ? "file" : out;
}

/// Valid UTF-8 percent-encoded (RFC 5987); control characters and broken bytes as `_`.
std::string encoded(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        const std::size_t size = utf8_sequence_size(name);
        const bool is_control = size <= 1 && (static_cast<unsigned char>(name.front()) < 0x20 || name.front() == 0x7f);
        if (size == 0 || is_control) {
            out += '_';
            name.remove_prefix(1);
            continue;
        }
        for (const char c : name.substr(0, size)) {
            if (is_plain(c))
                out += c;
            else
                out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
        name.remove_prefix(size);
    }
    return out;
}

}  // namespace

net::Header attachment_header(std::string_view file_name) {
    const std::string_view name = last_part(file_name).substr(0, name_bytes_max);
    const std::string plain = ascii_of(name);
    if (plain == name) return {"Content-Disposition", fmt::format("attachment; filename=\"{}\"", plain)};
    return {"Content-Disposition",
            fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, encoded(name))};
}

}  // namespace spark::http
