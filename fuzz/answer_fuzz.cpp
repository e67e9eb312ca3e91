// Any bytes as the body of an answer, in every framing: nothing may crash, and the same bytes in two pieces are the
// same body. The first line is also read as an address.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/assert.hpp"
#include "foundation/net/detail/body_reader.hpp"
#include "foundation/net/url.hpp"

namespace {

using spark::net::Response;
using spark::net::detail::BodyReader;

struct Seen {
    std::string body;
    bool is_refused = false;
    bool is_complete = false;
    bool operator==(const Seen&) const = default;
};

Seen read(const Response& head, std::string_view first, std::string_view second) {
    Seen seen;
    auto reader = BodyReader::open(head, "GET");
    SPARK_ASSERT(reader.has_value());
    for (std::string_view piece : {first, second}) {
        const std::size_t before = seen.body.size() + piece.size();
        if (!reader->feed(piece, seen.body)) {
            seen.is_refused = true;
            return seen;
        }
        SPARK_ASSERT(seen.body.size() <= before && (piece.empty() || reader->is_complete()));
    }
    seen.is_complete = reader->is_complete();
    return seen;
}

void look_at_address(std::string_view text) {
    const auto url = spark::net::parse_url(text);
    if (!url) return;
    SPARK_ASSERT(!url->host.empty() && url->port != 0 && url->target.starts_with('/'));
    const std::string again = (url->is_https ? "https://" : "http://") + url->authority() + url->target;
    const auto read_again = spark::net::parse_url(again);
    SPARK_ASSERT(read_again && *read_again == *url);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
    const std::size_t cut = text.empty() ? 0 : data[0] % text.size();
    Response head;
    if (data[1] % 3 == 0) head.with("Transfer-Encoding", "chunked");
    if (data[1] % 3 == 1) head.with("Content-Length", std::to_string(data[1]));

    const Seen whole = read(head, text, {});
    const Seen pieces = read(head, text.substr(0, cut), text.substr(cut));

    SPARK_ASSERT(whole.is_refused == pieces.is_refused && (whole.is_refused || whole == pieces));
    look_at_address(text.substr(0, text.find('\n')));
    return 0;
}
