#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include "app/remote/problem.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using verbs::Context;

constexpr std::size_t body_bytes_max = std::size_t{64} << 20U;

Result<std::string> read_input() {
    std::string text;
    std::array<char, 65'536> buffer{};
    while (true) {
        const ::ssize_t size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return fail(file_error("read", "standard input", errno));
        if (size == 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(size));
        if (text.size() > body_bytes_max)
            return fail(Fault::exhausted, fmt::format("found more than {} bytes", body_bytes_max), "--data");
    }
}

Result<std::string> body_of(const Invocation& invocation) {
    const auto data = invocation.text("data");
    if (!data) return std::string();
    if (*data == "-") return read_input();
    if (data->starts_with('@')) return read_file(std::filesystem::path(data->substr(1)), body_bytes_max);
    return std::string(*data);
}

Result<std::vector<net::Header>> headers_of(const Invocation& invocation) {
    std::vector<net::Header> headers;
    for (const std::string& text : invocation.all("header")) {
        const std::size_t colon = text.find(':');
        const std::string name = text.substr(0, colon);
        if (colon == std::string::npos || colon == 0)
            return fail(Fault::invalid_input, fmt::format("found '{}', allowed NAME:VALUE", shown(text)), "--header");
        // Everybody on the machine can read a command line.
        for (const char* const secret : {"Authorization", "x-admin-token", "Cookie"})
            if (net::same_name(name, secret))
                return fail(Fault::denied, fmt::format("a secret does not go on the command line ({})", name),
                            "--header", "put it into a file of mode 0600: --api-key-file FILE");
        const std::size_t begin = text.find_first_not_of(' ', colon + 1);
        headers.push_back({name, begin == std::string::npos ? std::string() : text.substr(begin)});
    }
    return headers;
}

}  // namespace

Result<int> api(Context& context, const Invocation& invocation) {
    const std::string_view path = invocation.positional(1);
    if (!path.starts_with('/'))
        return fail(Fault::invalid_input, fmt::format("found '{}', allowed an address that begins with /", shown(path)),
                    "PATH", "spark api GET /api/v1/status");
    SPARK_TRY(std::string body, body_of(invocation));
    SPARK_TRY(std::vector<net::Header> headers, headers_of(invocation));
    const auto is_accept = [](const net::Header& header) { return net::same_name(header.name, "Accept"); };
    if (std::ranges::none_of(headers, is_accept)) headers.push_back({"Accept", "*/*"});
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const net::Response response, server.send({.method = std::string(invocation.positional(0)),
                                                         .target = std::string(path),
                                                         .body = std::move(body),
                                                         .headers = std::move(headers)}));
    cli::Terminal& terminal = context.terminal;
    if (invocation.has("include")) {
        terminal.out_line(fmt::format("{} {}", response.status, net::reason_of(response.status)));
        for (const net::Header& header : response.headers)
            terminal.out_line(fmt::format("{}: {}", header.name, shown(header.value, 4'096)));
        terminal.out_line("");
    }
    const bool is_good = response.status >= 200 && response.status < 300;
    if (is_good || !terminal.options().json) terminal.out(response.body);
    if (!response.body.empty() && !response.body.ends_with('\n')) terminal.out("\n");
    if (is_good) return 0;
    const Error error = error_of(response, server.address().text);
    if (terminal.options().json) return fail(error);
    // The body is out; the words say the same for people.
    terminal.complain(fmt::format("{} {}: {}", response.status, net::reason_of(response.status), error.message));
    if (!error.remedy.empty()) terminal.complain("  " + error.remedy);
    return rule_of(error.fault).exit_code;
}

}  // namespace spark::remote
