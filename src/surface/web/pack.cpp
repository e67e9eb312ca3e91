#include "surface/web/pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "foundation/crypto/sha256.hpp"

namespace spark::web {
namespace {

constexpr std::string_view magic = "SPARKWEB";
constexpr std::uint32_t version = 1;
constexpr std::size_t digest_bytes = crypto::Sha256Digest::size;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t head_bytes = 16;
constexpr std::size_t record_bytes = 36;  // without the two texts
constexpr std::size_t path_bytes_max = 512;
constexpr std::size_t media_type_bytes_max = 100;

std::unexpected<Error> damaged(std::size_t offset, std::string_view what) {
    return fail(Fault::corrupt, fmt::format("the web page's pack is damaged at byte {}: {}", offset, what), "web.pack",
                "./dev build makes it anew");
}

/// Walks over bytes whose number was checked before each read.
class Reader {
  public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    std::size_t offset() const { return offset_; }
    std::size_t left() const { return bytes_.size() - offset_; }
    /// Precondition: so many are left.
    std::string_view take(std::size_t count) {
        const std::string_view taken = bytes_.substr(offset_, count);
        offset_ += count;
        return taken;
    }
    std::uint32_t number(std::size_t count) {
        std::uint32_t value = 0;
        const std::string_view taken = take(count);
        for (std::size_t index = 0; index < count; ++index)
            value |= static_cast<std::uint32_t>(static_cast<unsigned char>(taken[index])) << (8 * index);
        return value;
    }

  private:
    std::string_view bytes_;
    std::size_t offset_ = 0;
};

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// `/a/b.c` and nothing that a decoded request could not name.
bool is_path(std::string_view path) {
    if (path.size() < 2 || !path.starts_with('/') || !is_printable(path)) return false;
    if (path.find('\\') != std::string_view::npos) return false;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::string_view segment = path.substr(0, path.find('/'));
        if (segment.empty() || segment == "." || segment == "..") return false;
        path.remove_prefix(segment.size());
    }
    return true;
}

std::string hex(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text;
}

struct Sizes {
    std::size_t plain;
    std::size_t brotli;
    std::size_t gzip;
};

Result<Sizes> read_record(Reader& reader, std::string_view path_before, PackedFile& file) {
    if (reader.left() < record_bytes) return damaged(reader.offset(), "the table ends early");
    const std::size_t path_bytes = reader.number(2);
    const std::size_t media_type_bytes = reader.number(2);
    const std::uint32_t is_hashed = reader.number(4);
    const Sizes sizes{.plain = reader.number(4), .brotli = reader.number(4), .gzip = reader.number(4)};
    file.tag = hex(reader.take(tag_bytes));
    if (is_hashed > 1) return damaged(reader.offset(), "an unknown flag");
    if (path_bytes > path_bytes_max || media_type_bytes > media_type_bytes_max ||
        reader.left() < path_bytes + media_type_bytes)
        return damaged(reader.offset(), "a text of the table is too long");
    file.path = reader.take(path_bytes);
    file.media_type = reader.take(media_type_bytes);
    file.is_hashed = is_hashed == 1;
    if (!is_path(file.path)) return damaged(reader.offset(), "a path that is none");
    if (file.path <= path_before) return damaged(reader.offset(), "paths out of order");
    if (file.media_type.empty() || !is_printable(file.media_type))
        return damaged(reader.offset(), "a media type that is none");
    if ((sizes.brotli != 0 && sizes.brotli >= sizes.plain) || (sizes.gzip != 0 && sizes.gzip >= sizes.plain))
        return damaged(reader.offset(), "an encoding that makes nothing smaller");
    return sizes;
}

}  // namespace

Result<Pack> Pack::parse(std::string_view bytes) {
    Pack pack;
    if (bytes.empty()) return pack;
    if (bytes.size() < head_bytes + digest_bytes) return damaged(bytes.size(), "the head ends early");
    const std::size_t body_bytes = bytes.size() - digest_bytes;
    Reader reader(bytes.substr(0, body_bytes));
    if (reader.take(magic.size()) != magic) return damaged(0, "no pack of the web page");
    if (const std::uint32_t found = reader.number(4); found != version)
        return damaged(magic.size(), fmt::format("found version {}, allowed {}", found, version));
    const crypto::Sha256Digest digest = crypto::sha256(bytes.substr(0, body_bytes));
    if (digest.hex() != hex(bytes.substr(body_bytes))) return damaged(body_bytes, "the SHA-256 is another");

    const std::size_t count = reader.number(4);
    if (count > reader.left() / record_bytes) return damaged(reader.offset(), "more files than there is room for");
    std::vector<Sizes> sizes;
    pack.files_.resize(count);
    std::string_view path_before;
    for (PackedFile& file : pack.files_) {
        SPARK_TRY(const Sizes of_file, read_record(reader, path_before, file));
        sizes.push_back(of_file);
        path_before = file.path;
    }
    for (std::size_t index = 0; index < count; ++index) {
        const Sizes& of_file = sizes[index];
        if (reader.left() < of_file.plain + of_file.brotli + of_file.gzip)
            return damaged(reader.offset(), "the bodies end early");
        pack.files_[index].plain = reader.take(of_file.plain);
        pack.files_[index].brotli = reader.take(of_file.brotli);
        pack.files_[index].gzip = reader.take(of_file.gzip);
    }
    if (reader.left() != 0) return damaged(reader.offset(), "bytes that belong to no file");
    return pack;
}

const PackedFile* Pack::find(std::string_view path) const {
    const auto found = std::ranges::lower_bound(files_, path, {}, &PackedFile::path);
    return found == files_.end() || found->path != path ? nullptr : &*found;
}

}  // namespace spark::web
