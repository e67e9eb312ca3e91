#include "foundation/net/message.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace spark::net {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Reason {
    int status;
    std::string_view text;
};
constexpr std::array reasons{
    Reason{200, "OK"},
    Reason{201, "Created"},
    Reason{202, "Accepted"},
    Reason{204, "No Content"},
    Reason{304, "Not Modified"},
    Reason{400, "Bad Request"},
    Reason{401, "Unauthorized"},
    Reason{403, "Forbidden"},
    Reason{404, "Not Found"},
    Reason{405, "Method Not Allowed"},
    Reason{406, "Not Acceptable"},
    Reason{408, "Request Timeout"},
    Reason{409, "Conflict"},
    Reason{413, "Content Too Large"},
    Reason{415, "Unsupported Media Type"},
    Reason{421, "Misdirected Request"},
    Reason{422, "Unprocessable Content"},
    Reason{429, "Too Many Requests"},
    Reason{431, "Request Header Fields Too Large"},
    Reason{500, "Internal Server Error"},
    Reason{501, "Not Implemented"},
    Reason{503, "Service Unavailable"},
    Reason{504, "Gateway Timeout"},
    Reason{505, "HTTP Version Not Supported"},
    Reason{507, "Insufficient Storage"},
};

}  // namespace

bool same_name(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

const std::string* Request::header(std::string_view name) const {
    const auto found = std::ranges::find_if(headers, [&](const Header& one) { return same_name(one.name, name); });
    return found == headers.end() ? nullptr : &found->value;
}

Response& Response::with(std::string name, std::string value) & {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
}

Response Response::with(std::string name, std::string value) && {
    headers.push_back({std::move(name), std::move(value)});
    return std::move(*this);
}

std::string_view reason_of(int status) {
    const auto found = std::ranges::find(reasons, status, &Reason::status);
    return found == reasons.end() ? std::string_view("Unknown") : found->text;
}

}  // namespace spark::net
