#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spark::net {

struct Header {
    std::string name;
    std::string value;
    bool operator==(const Header&) const = default;
};

/// One HTTP request, framing taken off. What is in it came from outside and was checked only as HTTP: the target is
/// not decoded (see target.hpp), the body is bytes.
struct Request {
    std::string method;  ///< As sent: "GET".
    std::string target;  ///< As sent, in origin form: "/api/v1/backtests?limit=3", or "*".
    std::vector<Header> headers;
    std::string body;
    std::string listener;           ///< Name of the listener it came in by.
    bool peer_is_loopback = false;  ///< The other end is this machine.

    /// The first header of this name in any case; null when there is none. Lives as long as the request.
    const std::string* header(std::string_view name) const;
};

/// What to answer. The server adds Content-Length and Connection, and leaves the body out for HEAD, 204 and 304, and
/// control characters out of the headers' names and values.
struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;

    Response& with(std::string name, std::string value) &;
    Response with(std::string name, std::string value) &&;
};

/// The words of RFC 9110 for a status; "Unknown" for others.
std::string_view reason_of(int status);

/// Equal but for the case of ASCII letters, as header names are compared.
bool same_name(std::string_view left, std::string_view right);

}  // namespace spark::net
