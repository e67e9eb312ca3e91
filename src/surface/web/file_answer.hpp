#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "foundation/net/message.hpp"
#include "surface/web/pack.hpp"

namespace spark::web {

enum class Encoding : std::uint8_t { identity, gzip, brotli };

/// What the file can be sent as.
struct Offered {
    bool brotli = false;
    bool gzip = false;
};

/// The one an Accept-Encoding header (RFC 9110, 12.5.3) weighs highest; of equal ones the smaller. Identity where it
/// lets through none of them: an answer in plain bytes is better than none.
Encoding best_encoding(std::string_view accept_encoding, Offered offered);

/// Whether an If-None-Match header names this tag (`"…"`), weakly compared, or is `*`.
bool names_tag(std::string_view if_none_match, std::string_view tag);

/// How a file is answered: its bytes and the headers that say what they are, or that the reader's copy still holds.
struct FileAnswer {
    bool is_unchanged = false;  ///< 304; no body.
    std::string_view body{};    ///< Lies in the pack.
    std::vector<net::Header> headers{};
};

/// `accept_encoding`, `if_none_match`: empty where the request does not say.
FileAnswer answer_with(const PackedFile& file, std::string_view accept_encoding, std::string_view if_none_match);

}  // namespace spark::web
