#include "surface/http/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "foundation/crypto/base64url.hpp"
#include "foundation/crypto/sha256.hpp"
#include "surface/http/page_policy.hpp"
#include "surface/http/problem.hpp"
#include "surface/http/route.hpp"

namespace spark::http {
namespace {

constexpr std::string_view style =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b2430}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid "
    "#d5dbe3}"
    "code{font-family:ui-monospace,monospace}.mark{background:#b45309;color:#fff;padding:0 .4rem;border-radius:.2rem}";

std::string page(Language language, std::string_view title, const std::string& body) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title>"
        "<meta name=\"viewport\" content=\"width=device-width\"><style>{}</style></head>\n<body>\n{}"
        "</body></html>\n",
        language == Language::tr ? "tr" : "en", html_text(title), style, body);
}

std::string text_at(const wire::Json& json, std::string_view key) {
    const wire::Json* const value = json.find(key);
    if (value == nullptr) return {};
    return value->is_string() ? *value->as_string() : wire::to_text(*value);
}

std::string row(std::string_view tag, std::initializer_list<std::string> cells) {
    std::string out = "<tr>";
    for (const std::string& cell : cells) out += fmt::format("<{0}>{1}</{0}>", tag, cell);
    return out + "</tr>\n";
}

std::string data_set_rows(std::span<const wire::Json> data_sets) {
    std::string out;
    for (const wire::Json& one : data_sets) {
        const bool is_synthetic = text_at(one, "synthetic") == "true";
        out +=
            row("td", {html_text(text_at(one, "id")), html_text(text_at(one, "rows")), html_text(text_at(one, "first")),
                       html_text(text_at(one, "last")), is_synthetic ? "<span class=\"mark\">SYNTHETIC</span>" : ""});
    }
    return out;
}

std::string run_rows(std::span<const wire::Json> runs) {
    std::string out;
    for (const wire::Json& one : runs) {
        const std::string id = html_text(text_at(one, "id"));
        out += row("td", {fmt::format("<a href=\"/api/v1/backtests/{0}\">{0}</a>", id),
                          html_text(text_at(one, "strategy")), html_text(text_at(one, "dataset")),
                          html_text(text_at(one, "trades")), html_text(text_at(one, "net_pnl"))});
    }
    return out;
}

std::string status_body(const StatusPage& shown, Language language) {
    const auto say = [language](Words words) { return std::string(words.in(language)); };
    const wire::Json& status = shown.status;
    std::string body = fmt::format("<h1>Spark</h1>\n<p><span class=\"mark\">PAPER</span> {} · {} · {} {}</p>\n",
                                   html_text(text_at(status, "version")), html_text(text_at(status, "commit")),
                                   say({"since", "başlangıç"}), html_text(text_at(status, "started_at")));
    body +=
        "<p><a href=\"/docs/api.html\">API</a> · <a href=\"/openapi.json\">OpenAPI</a> · "
        "<a href=\"/metrics\">metrics</a> · <a href=\"/readyz\">readyz</a></p>\n";
    body += "<h2>" + say({"Data sets", "Veri kümeleri"}) + "</h2>\n<table>\n";
    body += row("th", {"id", say({"rows", "satır"}), say({"first", "ilk"}), say({"last", "son"}), ""});
    body += data_set_rows(shown.data_sets) + "</table>\n<h2>" + say({"Newest runs", "En yeni koşular"}) +
            "</h2>\n<table>\n";
    body += row("th", {"id", say({"strategy", "strateji"}), say({"data set", "veri kümesi"}), say({"trades", "işlem"}),
                       say({"net", "net"})});
    body += run_rows(shown.runs) + "</table>\n";
    return body;
}

}  // namespace

std::string html_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string plain_page_policy() {
    const crypto::Sha256Digest digest = crypto::sha256(style);
    std::string text = crypto::to_base64url(std::as_bytes(std::span(digest.bytes)));
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    return fmt::format(
        "default-src 'none'; style-src 'sha256-{}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        text);
}

std::string missing_page_html(const StatusPage* shown, Language language) {
    constexpr Words note{"The web page is not in this build. ./dev build makes it; it needs Node.js 20.19 or newer.",
                         "Bu derlemede web sayfası yok. ./dev build onu üretir; Node.js 20.19 veya yenisi gerekir."};
    std::string body = fmt::format("<p><strong>{}</strong></p>\n", html_text(note.in(language)));
    body += shown == nullptr ? "<h1>Spark</h1>\n" : status_body(*shown, language);
    return page(language, "Spark", body);
}

std::string status_page_html(const StatusPage& shown, Language language) {
    return page(language, "Spark", status_body(shown, language));
}

std::string docs_page_html(Language language) {
    const auto say = [language](Words words) { return std::string(words.in(language)); };
    std::string body =
        "<h1>Spark API</h1>\n<p><a href=\"/\">Spark</a> · <a href=\"/openapi.json\">OpenAPI 3.1</a></p>\n";
    body += "<table>\n" + row("th", {"", say({"address", "adres"}), say({"right", "hak"}), say({"rate", "hız"}),
                                     say({"what", "ne"})});
    for (const Route& route : routes()) {
        body += row("td", {std::string(to_text(route.method)), fmt::format("<code>{}</code>", html_text(route.path)),
                           std::string(right_text(route)), std::string(to_text(route.rate)),
                           html_text(route.summary.in(language))});
    }
    body += "</table>\n<h2>" + say({"Examples", "Örnekler"}) + "</h2>\n";
    for (const Route& route : routes()) {
        if (route.example.empty()) continue;
        body += fmt::format("<p>{}</p><pre><code>curl {} http://127.0.0.1:4010{}</code></pre>\n",
                            html_text(route.summary.in(language)), html_text(route.example), html_text(route.path));
    }
    body += "<h2>" + say({"Refusals", "Ret nedenleri"}) + "</h2>\n<table>\n";
    for (const ProblemKind& kind : problem_kinds()) {
        body += row("td", {fmt::format("<code>{}</code>", kind.code), fmt::format("{}", kind.status),
                           html_text(kind.title.in(language)), html_text(kind.fix.in(language))});
    }
    return page(language, "Spark API", body + "</table>\n");
}

}  // namespace spark::http
