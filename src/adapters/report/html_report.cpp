#include "adapters/report/html_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "adapters/report/detail/clean_text.hpp"
#include "adapters/report/detail/html_style.hpp"
#include "adapters/report/detail/report_words.hpp"

namespace spark::report {
namespace {

constexpr std::array<std::string_view, 5> tone_names{"plain", "good", "bad", "caution", "quiet"};

std::string_view name_of(Tone tone) { return tone_names[static_cast<std::size_t>(tone)]; }

/// A tile has room for eleven large letters, fifteen middling ones.
std::string_view size_of(std::string_view value) {
    const auto letters =
        std::ranges::count_if(value, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return letters > 15 ? " tiny" : letters > 11 ? " small" : "";
}

/// Percent-encoding for a data: link; letters, digits and what a CSV holds most stay themselves.
std::string percent_encoded(std::string_view bytes) {
    constexpr std::string_view plain = "-_.,:";
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || plain.find(c) != std::string_view::npos)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

class Writer {
  public:
    explicit Writer(const ReportPage& page) : page_(page) {}

    std::string take() && {
        head();
        for (const Section& section : page_.sections) add_section(section);
        add("<footer><p>{}</p></footer>\n</main>\n</body>\n</html>\n", escaped(page_.footer));
        return std::move(out_);
    }

  private:
    template <class... Arguments>
    void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
    }

    std::string word(const Words& words) const { return escaped(words.in(page_.language)); }

    void head() {
        add("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", code_of(page_.language));
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'\">\n");
        add("<title>{} · {}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n", escaped(page_.title),
            escaped(page_.run_id), detail::html_style);
        add("<header>\n<p class=\"kind\">{} · <span class=\"mono\" lang=\"en\" translate=\"no\">{}</span></p>\n",
            word(words::report_title), escaped(page_.run_id));
        add("<h1 lang=\"en\" translate=\"no\">{}</h1>\n<p class=\"sub\">{}</p>\n", escaped(page_.title),
            escaped(page_.subtitle));
        if (!page_.description.empty()) add("<p class=\"words\">{}</p>\n", escaped(page_.description));
        add("<ul class=\"badges\">");
        for (const Badge& badge : page_.badges)
            add("<li class=\"{}\">{}</li>", name_of(badge.tone), escaped(badge.text));
        add("</ul>\n</header>\n<dl class=\"tiles\">\n");
        for (const Tile& tile : page_.tiles) {
            add("<div class=\"tile\"><dt>{}</dt><dd class=\"value{} {}\">{}</dd><dd class=\"note\">{}</dd></div>\n",
                escaped(tile.label), size_of(tile.value), name_of(tile.tone), escaped(tile.value), escaped(tile.note));
        }
        add("</dl>\n");
        if (!page_.warnings.empty()) {
            add("<aside><h2>{}</h2><ul>", word(words::warnings));
            for (const Note& warning : page_.warnings) add("<li>{}</li>", escaped(warning.text));
            add("</ul></aside>\n");
        }
        add("<nav aria-label=\"{}\">", word(words::contents));
        for (const Section& section : page_.sections) add("<a href=\"#{}\">{}</a>", section.id, escaped(section.title));
        add("</nav>\n");
    }

    void add_section(const Section& section) {
        add("<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}</h2>\n", section.id,
            escaped(section.title));
        for (const Block& block : section.blocks)
            std::visit([&](const auto& one) { add_block(one, section.id); }, block);
        add("</section>\n");
    }

    void add_block(const Note& note, std::string_view) {
        add("<p class=\"{}\">{}</p>\n", name_of(note.tone), escaped(note.text));
    }

    void add_block(const CodeLine& line, std::string_view) {
        add("<p class=\"code\"><code lang=\"en\" translate=\"no\">{}</code></p>\n", escaped(line.text));
    }

    void add_block(const EmbeddedFile& file, std::string_view) {
        add("<p class=\"save\"><a download=\"{}\" href=\"data:text/csv;charset=utf-8,{}\">{}</a></p>\n",
            escaped(file.name), percent_encoded(file.bytes), escaped(file.label));
    }

    void add_block(const Chart& chart, std::string_view) {
        add("<figure>\n<h3>{}</h3>\n<figcaption>{}", escaped(chart.title), escaped(chart.summary));
        if (!chart.legend.empty()) {
            add("<div class=\"legend\">");
            for (const Badge& entry : chart.legend)
                add("<span class=\"{}\">{}</span>", name_of(entry.tone), escaped(entry.text));
            add("</div>");
        }
        add("</figcaption>\n<svg class=\"wide\" role=\"img\" {}\n<svg class=\"narrow\" role=\"img\" {}\n</figure>\n",
            to_svg(chart.wide, chart.title, chart.summary), to_svg(chart.narrow, chart.title, chart.summary));
    }

    void add_block(const Table& table, std::string_view section) {
        const std::string_view kind = !table.shows_head     ? " class=\"pairs\""
                                      : section == "months" ? " class=\"months\""
                                                            : "";
        add("<div class=\"scroll{}\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{}-title\"><table{}>\n",
            table.is_long ? " long" : "", section, kind);
        if (table.shows_head) {
            add("<thead><tr>");
            for (const TableColumn& column : table.columns)
                add("<th scope=\"col\"{}>{}</th>", column.is_number ? " class=\"n\"" : "", escaped(column.title));
            add("</tr></thead>\n");
        }
        add("<tbody>\n");
        for (const std::vector<Cell>& row : table.rows) {
            add("<tr>");
            for (std::size_t index = 0; index < row.size(); ++index) add_cell(row[index], table.columns[index]);
            add("</tr>\n");
        }
        add("</tbody></table></div>\n");
    }

    void add_cell(const Cell& cell, const TableColumn& column) {
        std::string classes = column.is_number ? "n" : "";
        if (cell.token) classes += " mono";
        if (cell.tone != Tone::plain) classes += fmt::format(" {}", name_of(cell.tone));
        if (classes.starts_with(' ')) classes.erase(0, 1);
        add("<td");
        if (!classes.empty()) add(" class=\"{}\"", classes);
        if (cell.heat && *cell.heat != 0) {
            add(" style=\"background:rgba(var(--{}),{:.2f})\"", *cell.heat > 0 ? "gain" : "loss",
                0.06 + 0.30 * std::abs(*cell.heat));
        }
        if (cell.token) add(" lang=\"en\" translate=\"no\"");
        add(">{}</td>", escaped(cell.text));
    }

    const ReportPage& page_;
    std::string out_;
};

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : detail::clean_text(text)) {
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

std::string to_html(const ReportPage& page) { return Writer(page).take(); }

}  // namespace spark::report
