#include "surface/web/shell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace spark::web {
namespace {

/// A kept word that may stand in an attribute; none for all else.
std::optional<std::string> word_at(const wire::Json& appearance, std::string_view name) {
    auto word = appearance.string_at(name);
    if (!word || word->empty() || word->size() > 20) return std::nullopt;
    if (!std::ranges::all_of(*word, [](char c) { return c >= 'a' && c <= 'z'; })) return std::nullopt;
    return *std::move(word);
}

Result<std::size_t> place_of(std::string_view html, std::string_view wanted) {
    const std::size_t at = html.find(wanted);
    if (at == std::string_view::npos || html.find(wanted, at + 1) != std::string_view::npos)
        return fail(Fault::corrupt,
                    fmt::format("index.html holds {} {}, allowed once", wanted,
                                at == std::string_view::npos ? "nowhere" : "twice"),
                    "index.html", "./dev build makes the page anew");
    return at;
}

}  // namespace

Look look_of(const wire::Json* appearance, std::string_view language_asked) {
    Look look;
    if (language_asked == "tr") look.language = "tr";
    if (appearance == nullptr) return look;
    if (auto language = word_at(*appearance, "language")) look.language = *std::move(language);
    if (auto theme = word_at(*appearance, "theme"); theme && *theme != "system") look.theme = *std::move(theme);
    return look;
}

std::string script_json(const wire::Json& json) {
    const std::string text = wire::to_text(json);
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = std::string_view(text).substr(at);
        if (rest.starts_with('<') || rest.starts_with('>') || rest.starts_with('&')) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(rest.front()));
        } else if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
            out += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
            at += 2;
        } else {
            out += rest.front();
        }
    }
    return out;
}

Result<Shell> Shell::of(std::string_view index_html) {
    SPARK_TRY(const std::size_t tag_at, place_of(index_html, html_tag));
    SPARK_TRY(const std::size_t boot_at, place_of(index_html, boot_line));
    if (boot_at < tag_at)
        return fail(Fault::corrupt, "index.html holds its boot line before its html tag", "index.html");
    Shell shell;
    const std::size_t between = tag_at + html_tag.size();
    shell.parts_ = {index_html.substr(0, tag_at), index_html.substr(between, boot_at - between),
                    index_html.substr(boot_at + boot_line.size())};
    return shell;
}

std::string Shell::render(const Look& look, const wire::Json& boot) const {
    return fmt::format(
        "{}<html lang=\"{}\" data-theme=\"{}\">{}<script type=\"application/json\" id=\"spark-boot\">{}</script>{}",
        parts_[0], look.language, look.theme, parts_[1], script_json(boot), parts_[2]);
}

}  // namespace spark::web
