// Any bytes as a stream of HTTP requests: nothing may crash, and the same bytes in two pieces are the same requests.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/assert.hpp"
#include "foundation/net/detail/request_reader.hpp"
#include "surface/http/detail/guards.hpp"
#include "surface/http/words.hpp"

namespace {

using spark::net::detail::RequestReader;

struct Seen {
    std::vector<std::string> requests;
    int refused = 0;
    bool operator==(const Seen&) const = default;
};

/// The stream as a connection reads it: what is not taken is given again with more behind it.
Seen read(std::string_view first, std::string_view second) {
    Seen seen;
    // As a server with a limit for each route asks it: once the header is whole, before a byte of the body.
    const auto body_limit = [](spark::net::Request& header) -> std::size_t {
        SPARK_ASSERT(!header.method.empty() && header.body.empty());
        return header.method == "PUT" ? 100 : 2'000;
    };
    RequestReader reader({.header_bytes_max = 2'000, .body_limit = body_limit});
    std::string buffer;
    for (const std::string_view piece : {first, second}) {
        buffer += piece;
        while (!buffer.empty()) {
            const std::size_t used = reader.feed(buffer);
            SPARK_ASSERT(used <= buffer.size());
            buffer.erase(0, used);
            SPARK_ASSERT(reader.body_bytes() <= 2'000);
            if (reader.state() == RequestReader::State::refused) {
                seen.refused = reader.refusal().status;
                return seen;
            }
            if (reader.state() == RequestReader::State::complete) {
                const spark::net::Request request = reader.take();
                SPARK_ASSERT(request.body.size() <= (request.method == "PUT" ? 100U : 2'000U));
                seen.requests.push_back(request.method + " " + request.target + " " + request.body);
                for (const auto& header : request.headers) {
                    seen.requests.back() += "\n" + header.name + ": " + header.value;
                    SPARK_ASSERT(header.value.find_first_of("\r\n") == std::string::npos);
                    static_cast<void>(spark::http::language_of(header.value));
                    static_cast<void>(spark::http::detail::wanted_wait(header.value));
                    static_cast<void>(spark::http::detail::is_loopback_host(header.value));
                }
            } else if (used == 0) {
                break;
            }
        }
    }
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    const std::size_t cut = text.empty() ? 0 : data[0] % text.size();

    const Seen whole = read(text, {});
    const Seen pieces = read(text.substr(0, cut), text.substr(cut));

    SPARK_ASSERT(whole.requests == pieces.requests);
    return 0;
}
