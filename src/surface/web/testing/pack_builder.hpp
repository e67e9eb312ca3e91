#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "foundation/crypto/sha256.hpp"

namespace spark::web::testing {

struct BuiltFile {
    std::string plain{};
    std::string media_type = "text/plain";
    bool is_hashed = false;
    std::string brotli{};
    std::string gzip{};
};

inline std::string little_endian(std::size_t value, std::size_t count) {
    std::string out;
    for (std::size_t index = 0; index < count; ++index) out += static_cast<char>((value >> (8 * index)) & 0xFFU);
    return out;
}

inline std::string raw_digest(std::string_view bytes) {
    const crypto::Sha256Digest digest = crypto::sha256(bytes);
    return {digest.bytes.begin(), digest.bytes.end()};
}

/// With the digest at its end, as a whole pack has it.
inline std::string sealed(std::string body) {
    const std::string digest = raw_digest(body);
    return std::move(body) + digest;
}

/// A pack without its digest, written as apps/web-next/tools/pack.mjs says.
inline std::string pack_body(const std::map<std::string, BuiltFile>& files) {
    std::string out = "SPARKWEB" + little_endian(1, 4) + little_endian(files.size(), 4);
    std::string bodies;
    for (const auto& [path, file] : files) {
        out += little_endian(path.size(), 2) + little_endian(file.media_type.size(), 2);
        out += little_endian(file.is_hashed ? 1 : 0, 4) + little_endian(file.plain.size(), 4);
        out += little_endian(file.brotli.size(), 4) + little_endian(file.gzip.size(), 4);
        out += raw_digest(file.plain).substr(0, 16) + path + file.media_type;
        bodies += file.plain + file.brotli + file.gzip;
    }
    return out + bodies;
}

inline std::string pack_of(const std::map<std::string, BuiltFile>& files) { return sealed(pack_body(files)); }

}  // namespace spark::web::testing
