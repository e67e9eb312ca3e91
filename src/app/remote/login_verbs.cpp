#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>

#include "app/remote/credentials.hpp"
#include "app/remote/problem.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using verbs::Context;
using wire::Json;

constexpr std::size_t line_bytes_max = 1'024;
constexpr std::chrono::hours key_life{24 * 30};

/// Nothing is shown while this lives.
class SilentTerminal {
  public:
    SilentTerminal() : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!is_terminal_) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_terminal_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;
    ~SilentTerminal() {
        if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }

  private:
    termios before_{};
    bool is_terminal_ = false;
};

/// A line of standard input, byte by byte: what follows stays there.
Result<std::string> read_line(const Context& context) {
    std::string line;
    char byte = 0;
    while (!context.cancelled()) {
        const ::ssize_t size = ::read(STDIN_FILENO, &byte, 1);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return fail(file_error("read", "standard input", errno));
        if (size == 0 || byte == '\n') break;
        line += byte;
        if (line.size() > line_bytes_max) return fail(Fault::invalid_input, "the line is too long", "standard input");
    }
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

Result<std::string> asked(Context& context, const Invocation& invocation, cli::Text question) {
    if (invocation.has("no-input") || ::isatty(STDIN_FILENO) == 0)
        return fail(Fault::invalid_input, "nobody is there to be asked", {},
                    "spark login --name NAME --password-stdin < FILE");
    context.terminal.draw(std::string(question.in(context.terminal.language())) + ": ");
    return read_line(context);
}

Result<std::string> password_of(Context& context, const Invocation& invocation) {
    if (invocation.has("password-stdin")) return read_line(context);
    std::string password;
    {
        const SilentTerminal silent;
        SPARK_TRY(password, asked(context, invocation, {"Password", "Parola"}));
    }
    context.terminal.draw("\n");
    return password;
}

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == 0) return "spark-cli";
    return shown(name.data(), 50);
}

/// A session as the server keeps it for a browser: its cookie and the token that goes with it.
struct Session {
    std::string cookie;
    std::string csrf_token;
    std::string user;
    Json rights = Json::array();
    bool must_change_password = false;
};

Result<Session> session_of(const Server& server, const net::Response& response) {
    SPARK_TRY(const Json document, server.document_of(response));
    Session session;
    for (const net::Header& header : response.headers)
        if (net::same_name(header.name, "Set-Cookie") && header.value.starts_with("__Host-spark_session="))
            session.cookie = header.value.substr(0, header.value.find(';'));
    session.csrf_token = document.string_at("csrf_token").value_or("");
    if (const Json* const user = document.find("user"))
        session.user = user->is_string() ? *user->as_string() : user->string_at("name").value_or("");
    if (const Json* const rights = document.find("rights")) session.rights = *rights;
    session.must_change_password = document.bool_at("must_change_password").value_or(false);
    if (session.cookie.empty() || session.csrf_token.empty())
        return fail(stranger(server.address().text, "a login without a session"));
    return session;
}

std::vector<net::Header> headers_of(const Session& session) {
    return {{"Cookie", session.cookie}, {"X-CSRF-Token", session.csrf_token}};
}

Result<Credential> make_key(Context& context, Server& server, const Session& session) {
    const Json order = Json::object()
                           .set("name", host_name())
                           .set("scopes", session.rights)
                           .set("expires_at", format_iso8601(context.now() + key_life));
    SPARK_TRY(const net::Response response, server.ask({.method = "POST",
                                                        .target = "/api/v1/keys",
                                                        .body = wire::to_text(order),
                                                        .headers = headers_of(session),
                                                        .ends_on_signal = false}));
    SPARK_TRY(const Json made, server.document_of(response));
    const Json* const key = made.find("key");
    const auto secret = made.string_at("secret");
    const auto id = key == nullptr ? Result<std::string>(fail(Fault::corrupt, "")) : key->string_at("id");
    if (!secret || !id || !secret->starts_with("spk_"))
        return fail(stranger(server.address().text, "an API key without its secret"));
    return Credential{.server = server.address().text, .user = session.user, .key_id = *id, .secret = *secret};
}

Result<std::filesystem::path> place_of_credentials(const Context& context) {
    if (auto path = credentials_path(context.environment)) return *std::move(path);
    return fail(Fault::invalid_input, "neither XDG_CONFIG_HOME nor HOME is set", {},
                "set HOME, or use --api-key-file FILE");
}

/// A password goes to this machine or through TLS.
Result<void> check_wire(const Server& server) {
    if (server.address().origin.is_https || server.address().is_loopback) return {};
    return fail(Fault::denied, "the password would go over the network in the clear", server.address().text,
                "name the server with https://");
}

}  // namespace

Result<int> login(Context& context, const Invocation& invocation) {
    SPARK_TRY(const std::filesystem::path path, place_of_credentials(context));
    SPARK_TRY(Server server, Server::open_unknown(context));
    SPARK_TRY(check_wire(server));
    std::string name(invocation.text_or("name", ""));
    if (name.empty()) {
        SPARK_TRY(name, asked(context, invocation, {"Name", "Ad"}));
    }
    SPARK_TRY(const std::string password, password_of(context, invocation));
    if (context.cancelled()) return context.cancelled_exit_code();
    Json order = Json::object().set("name", name).set("password", password);
    if (const auto code = invocation.text("code")) order.set("totp", *code);
    SPARK_TRY(const net::Response response,
              server.ask({.method = "POST", .target = "/api/v1/session", .body = wire::to_text(order)}));
    SPARK_TRY(const Session session, session_of(server, response));
    auto kept = [&]() -> Result<Credential> {
        if (session.must_change_password)
            return fail(Fault::denied, "the password has to be changed first", server.address().text,
                        "change it on the server's page, then sign in again");
        SPARK_TRY(Credential credential, make_key(context, server, session));
        SPARK_TRY(keep_credential(path, credential));
        return credential;
    }();
    // The key stays, the session has served; whether it could be ended is said, not asked.
    const auto ended = server.ask(
        {.method = "DELETE", .target = "/api/v1/session", .headers = headers_of(session), .ends_on_signal = false});
    if (!ended) context.terminal.detail(1, ended.error().message);
    SPARK_TRY(kept);
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(Json::object()
                                            .set("schema", "spark.login/1")
                                            .set("server", kept->server)
                                            .set("user", kept->user)
                                            .set("key_id", kept->key_id)
                                            .set("file", path.string())));
    } else {
        terminal.out_line(fmt::format("{}: {} → {}", cli::Text{"signed in", "giriş yapıldı"}.in(terminal.language()),
                                      shown(kept->user, 100), kept->server));
        terminal.note(path.string());
    }
    return 0;
}

Result<int> logout(Context& context, const Invocation&) {
    SPARK_TRY(const std::filesystem::path path, place_of_credentials(context));
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const std::optional<Credential> kept, find_credential(path, server.address().text));
    if (!kept)
        return fail(Fault::not_found, "no key of this server is kept here", server.address().text,
                    "spark login makes one");
    SPARK_TRY(const net::Response answer,
              server.send({.method = "DELETE", .target = "/api/v1/keys/" + escaped(kept->key_id)}));
    // A key the server no longer takes is as good as revoked. One that may not revoke itself is told 404: it lives on.
    const bool is_gone = answer.status < 300 || answer.status == 401;
    if (!is_gone) {
        Error error = error_of(answer, server.address().text);
        error.message = fmt::format("the key {} is NOT revoked, and still kept here: {}", kept->key_id, error.message);
        error.remedy = "revoke it signed in on the server's page (Settings, API keys), then repeat spark logout";
        return fail(std::move(error));
    }
    SPARK_TRY(forget_credential(path, server.address().text));
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json)
        terminal.out_line(wire::to_text(Json::object()
                                            .set("schema", "spark.logout/1")
                                            .set("server", server.address().text)
                                            .set("key_id", kept->key_id)));
    else
        terminal.out_line(fmt::format("{}: {}", cli::Text{"signed out", "çıkış yapıldı"}.in(terminal.language()),
                                      server.address().text));
    return 0;
}

Result<int> whoami(Context& context, const Invocation&) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Json session, server.get("/api/v1/session"));
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(session));
        return 0;
    }
    const Json* const user = session.find("user");
    std::string name = user == nullptr || !user->is_object() ? std::string() : user->string_at("name").value_or("");
    // A key stands for itself; whose it is, this machine knows of the one it made.
    const auto path = credentials_path(context.environment);
    if (name.empty() && path && context.settings.text("server.api_key_file").empty()) {
        SPARK_TRY(const std::optional<Credential> kept, find_credential(*path, server.address().text));
        if (kept) name = kept->user;
    }
    std::string rights;
    if (const auto list = session.array_at("rights"))
        for (const Json& right : *list) rights += (rights.empty() ? "" : ", ") + right.as_string().value_or("");
    terminal.out_line(fmt::format("{}  {}  {}", name.empty() ? "-" : shown(name, 100),
                                  shown(session.string_at("role").value_or("-"), 100),
                                  shown(session.string_at("kind").value_or("-"), 100)));
    terminal.out_line(
        fmt::format("{}: {}", cli::Text{"rights", "yetkiler"}.in(terminal.language()), shown(rights, 300)));
    return 0;
}

}  // namespace spark::remote
