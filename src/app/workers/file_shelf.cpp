#include "app/workers/file_shelf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "app/workers/protocol.hpp"
#include "foundation/base/files.hpp"
#include "foundation/crypto/sha256.hpp"
#include "foundation/wire/json.hpp"

namespace spark::workers {
namespace {

struct Head {
    std::uint64_t bytes = 0;
    std::uint64_t pieces = 0;
};

Result<Head> head_of(std::string_view text) {
    SPARK_TRY(const wire::Json json, wire::parse_json(text));
    SPARK_TRY(const std::int64_t bytes, json.int64_at("bytes"));
    SPARK_TRY(const std::int64_t pieces, json.int64_at("pieces"));
    if (bytes < 0 || pieces < 0) return fail(Fault::corrupt, "a file's head is not what this program writes");
    return Head{.bytes = static_cast<std::uint64_t>(bytes), .pieces = static_cast<std::uint64_t>(pieces)};
}

}  // namespace

Result<std::string> put_bytes(bus::Bus& bus, std::string_view bytes) {
    const std::string sha256 = crypto::sha256_hex(bytes);
    const std::string stream(data_stream);
    const std::string head_subject = data_subject(sha256, "head");
    SPARK_TRY(const auto there, bus.last(stream, head_subject));
    if (there) return sha256;
    std::uint64_t pieces = 0;
    for (std::size_t offset = 0; offset < bytes.size(); offset += piece_bytes, ++pieces) {
        const std::string subject = data_subject(sha256, std::to_string(pieces));
        SPARK_TRY(bus.append(subject, bytes.substr(offset, piece_bytes), subject));
    }
    const wire::Json head = wire::Json::object().set("bytes", bytes.size()).set("pieces", pieces);
    SPARK_TRY(bus.append(head_subject, wire::to_text(head), head_subject));
    return sha256;
}

Result<std::string> get_bytes(bus::Bus& bus, const std::string& sha256, std::uint64_t bytes_max,
                              const std::function<bool()>& progress) {
    const std::string stream(data_stream);
    SPARK_TRY(const auto head_text, bus.last(stream, data_subject(sha256, "head")));
    if (!head_text) return fail(Fault::not_found, fmt::format("the file {} is not on the bus", sha256));
    SPARK_TRY(const Head head, head_of(*head_text));
    if (head.bytes > bytes_max)
        return fail(Fault::corrupt, fmt::format("the file {} has {} bytes, allowed {}", sha256, head.bytes, bytes_max));
    std::string bytes;
    bytes.reserve(head.bytes);
    for (std::uint64_t piece = 0; piece < head.pieces && bytes.size() <= head.bytes; ++piece) {
        if (!progress()) return fail(Fault::unavailable, "stopped");
        SPARK_TRY(const auto text, bus.last(stream, data_subject(sha256, std::to_string(piece))));
        if (!text)
            return fail(Fault::not_found, fmt::format("piece {} of the file {} is not on the bus", piece, sha256));
        bytes += *text;
    }
    if (bytes.size() != head.bytes || crypto::sha256_hex(bytes) != sha256)
        return fail(Fault::corrupt, fmt::format("the bytes on the bus are not the file {}", sha256));
    return bytes;
}

Result<std::filesystem::path> FileCache::file(bus::Bus& bus, const std::string& sha256, std::uint64_t bytes_max,
                                              const std::function<bool()>& progress) {
    // The name comes from a message: what is no hash never reaches a path.
    SPARK_TRY(const auto digest, crypto::Sha256Digest::parse(sha256));
    std::filesystem::path path = folder_ / digest.hex();
    if (const auto kept = read_file(path, bytes_max); kept && crypto::sha256_hex(*kept) == digest.hex()) {
        // When it was used is what trim() goes by; on a folder that cannot be written to nothing is trimmed either.
        std::error_code problem;
        std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now(), problem);
        return path;
    }
    SPARK_TRY(const std::string bytes, get_bytes(bus, digest.hex(), bytes_max, progress));
    SPARK_TRY(make_folders(folder_));
    SPARK_TRY(replace_file(path, bytes));
    return path;
}

Result<void> FileCache::trim(std::uint64_t bytes_max, std::size_t files_max) {
    struct Kept {
        std::filesystem::file_time_type used;
        std::filesystem::path path;
        std::uint64_t bytes = 0;
    };
    std::vector<Kept> all;
    std::error_code problem;
    for (std::filesystem::directory_iterator at(folder_, problem), end; !problem && at != end; at.increment(problem)) {
        // Gone meanwhile: another worker of the same folder trims too.
        std::error_code gone;
        if (!crypto::Sha256Digest::parse(at->path().filename().string())) continue;
        Kept kept{.used = at->last_write_time(gone), .path = at->path(), .bytes = at->file_size(gone)};
        if (!gone) all.push_back(std::move(kept));
    }
    if (problem && problem != std::errc::no_such_file_or_directory)
        return fail(file_error("list", folder_, problem.value()));
    std::ranges::sort(all,
                      [](const Kept& a, const Kept& b) { return std::tie(b.used, b.path) < std::tie(a.used, a.path); });
    std::uint64_t bytes = 0;
    bool is_full = false;  // From then on everything goes: what is older than something removed is not kept.
    for (std::size_t index = 0; index < all.size(); ++index) {
        bytes += all[index].bytes;
        is_full = is_full || (index > 0 && (index >= files_max || bytes > bytes_max));
        if (!is_full) continue;
        std::filesystem::remove(all[index].path, problem);
        if (problem) return fail(file_error("remove", all[index].path, problem.value()));
    }
    return {};
}

}  // namespace spark::workers
