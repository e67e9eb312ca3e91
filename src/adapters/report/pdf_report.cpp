#include "adapters/report/pdf_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "adapters/report/detail/pdf_canvas.hpp"
#include "adapters/report/detail/report_words.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::report {
namespace {

using detail::Colour;
using detail::colour_of;
using detail::Face;
using detail::PdfCanvas;
using detail::TextStyle;

constexpr double margin = 40;
constexpr double inner_width = PdfCanvas::width - 2 * margin;
constexpr double page_end = PdfCanvas::height - 48;
constexpr double row_height = 12;
constexpr double cell_room = 8;
constexpr Colour text_colour = colour_of(0x11161D);
constexpr Colour quiet_colour = colour_of(0x5A6778);
constexpr Colour rule_colour = colour_of(0xC9D1DC);

Colour colour_of_tone(Tone tone) {
    switch (tone) {
        case Tone::good: return colour_of(Ink::up);
        case Tone::bad: return colour_of(Ink::down);
        case Tone::caution: return colour_of(0x7A5200);
        case Tone::quiet: return quiet_colour;
        case Tone::plain: break;
    }
    return text_colour;
}

Colour colour_of_legend(Tone tone) { return tone == Tone::plain ? colour_of(Ink::accent) : colour_of_tone(tone); }

/// Lays a report out on pages, from top to bottom.
class Layout {
  public:
    Layout(PdfCanvas& canvas, const ReportPage& page) : canvas_(canvas), page_(page) {}

    void run() {
        head();
        tiles();
        warnings();
        for (const Section& section : page_.sections) add_section(section);
        foot();
    }

  private:
    void foot() {
        const TextStyle style{.size = 6.5, .colour = quiet_colour};
        canvas_.rule(margin, PdfCanvas::height - 36, PdfCanvas::width - margin, PdfCanvas::height - 36, rule_colour);
        canvas_.line_of_text(margin, PdfCanvas::height - 26, page_.title + " · " + page_.run_id, style);
        TextStyle right = style;
        right.anchor = Anchor::end;
        canvas_.line_of_text(PdfCanvas::width - margin, PdfCanvas::height - 26, fmt::format("{}", page_number_), right);
    }

    void next_page() {
        foot();
        canvas_.new_page();
        ++page_number_;
        y_ = margin;
    }

    /// Begins a page when less than this is left.
    void need(double height) {
        if (y_ + height > page_end && y_ > margin) next_page();
    }

    /// A text of any length: one longer than a page's worth goes on in pieces of that size.
    void paragraph(std::string_view text, const TextStyle& style, double after) {
        constexpr std::size_t piece_bytes = 1'000;  // a page of the largest title's letters
        while (text.size() > piece_bytes) {
            const std::size_t blank = text.rfind(' ', piece_bytes);
            const std::size_t cut =
                blank == std::string_view::npos || blank == 0 ? letter_end(text, piece_bytes) : blank;
            piece_of_paragraph(text.substr(0, cut), style, 0);
            text.remove_prefix(cut);
        }
        piece_of_paragraph(text, style, after);
    }

    void piece_of_paragraph(std::string_view text, const TextStyle& style, double after) {
        need(canvas_.height_of(inner_width, text, style));
        y_ += canvas_.paragraph(margin, y_, inner_width, text, style) + after;
    }

    /// The last place at or before `at` where no letter is cut in two.
    static std::size_t letter_end(std::string_view text, std::size_t at) {
        while (at > 1 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
        return at;
    }

    void head() {
        paragraph(std::string(words::report_title.in(page_.language)) + " · " + page_.run_id,
                  {.size = 7.5, .colour = quiet_colour}, 2);
        paragraph(page_.title, {.size = 22, .face = Face::bold}, 2);
        paragraph(page_.subtitle, {.size = 10, .colour = colour_of(0x3F4B5A)}, 4);
        if (!page_.description.empty()) paragraph(page_.description, {.size = 8, .colour = quiet_colour}, 4);
        double x = margin;
        for (const Badge& badge : page_.badges) {
            const TextStyle style{.size = 7.5, .face = Face::bold, .colour = colour_of_tone(badge.tone)};
            const double width = canvas_.width_of(badge.text, style) + 12;
            if (x + width > PdfCanvas::width - margin && x > margin) {
                x = margin;
                y_ += 16;
            }
            canvas_.fill_box({x, y_, width, 13}, detail::faded(style.colour, 0.10));
            canvas_.line_of_text(x + 6, y_ + 9.2, badge.text, style);
            x += width + 6;
        }
        y_ += page_.badges.empty() ? 4 : 22;
    }

    void tiles() {
        if (page_.tiles.empty()) return;
        const double width = inner_width / static_cast<double>(page_.tiles.size());
        canvas_.fill_box({margin, y_, inner_width, 46}, colour_of(0xF4F6F9));
        for (std::size_t index = 0; index < page_.tiles.size(); ++index) {
            const Tile& tile = page_.tiles[index];
            const double x = margin + static_cast<double>(index) * width;
            if (index > 0) canvas_.rule(x, y_, x, y_ + 46, rule_colour);
            TextStyle value{.size = 12, .face = Face::bold, .colour = colour_of_tone(tile.tone)};
            while (value.size > 7 && canvas_.width_of(tile.value, value) > width - 10) value.size -= 0.5;
            TextStyle note{.size = 6, .colour = quiet_colour};
            while (note.size > 4.5 && canvas_.width_of(tile.note, note) > width - 8) note.size -= 0.25;
            canvas_.line_of_text(x + 6, y_ + 12, tile.label, {.size = 7, .colour = quiet_colour});
            canvas_.line_of_text(x + 6, y_ + 27, tile.value, value);
            canvas_.line_of_text(x + 6, y_ + 39, tile.note, note);
        }
        y_ += 56;
    }

    void warnings() {
        if (page_.warnings.empty()) return;
        const TextStyle style{.size = 8};
        double height = 18;
        for (const Note& warning : page_.warnings)
            height += canvas_.height_of(inner_width - 20, warning.text, style) + 2;
        need(height);
        canvas_.fill_box({margin, y_, inner_width, height}, detail::faded(colour_of_tone(Tone::caution), 0.06));
        canvas_.fill_box({margin, y_, 2.5, height}, colour_of_tone(Tone::caution));
        canvas_.line_of_text(margin + 10, y_ + 11, words::warnings.in(page_.language),
                             {.size = 8, .face = Face::bold, .colour = colour_of_tone(Tone::caution)});
        double y = y_ + 15;
        for (const Note& warning : page_.warnings) {
            canvas_.line_of_text(margin + 10, y + 8, "•", style);
            y += canvas_.paragraph(margin + 18, y, inner_width - 20, warning.text, style) + 2;
        }
        y_ += height + 10;
    }

    /// Room that a block's beginning needs, so that no title stands alone at a page's end.
    static double beginning_of(const Block& block) {
        if (const auto* chart = std::get_if<Chart>(&block))
            return 40 + chart->wide.height * inner_width / chart->wide.width;
        return 60;
    }

    void add_section(const Section& section) {
        if (section.starts_page && y_ > PdfCanvas::height / 2) next_page();
        need(24 + (section.blocks.empty() ? 0 : beginning_of(section.blocks.front())));
        y_ += 6;
        canvas_.line_of_text(margin, y_ + 10, section.title, {.size = 11, .face = Face::bold});
        canvas_.rule(margin, y_ + 15, PdfCanvas::width - margin, y_ + 15, rule_colour);
        y_ += 20;
        for (const Block& block : section.blocks) std::visit([&](const auto& one) { add(one); }, block);
        y_ += 6;
    }

    void add(const Note& note) { paragraph(note.text, {.size = 7.5, .colour = colour_of_tone(note.tone)}, 4); }

    void add(const CodeLine& line) {
        const TextStyle style{.size = 7, .face = Face::fixed};
        const double height = canvas_.height_of(inner_width - 12, line.text, style);
        need(height + 8);
        canvas_.fill_box({margin, y_, inner_width, height + 6}, colour_of(0xEEF1F5));
        canvas_.paragraph(margin + 6, y_ + 3, inner_width - 12, line.text, style);
        y_ += height + 12;
    }

    void add(const EmbeddedFile&) {}  // the trades are beside the evidence; paper has no links

    void add(const Chart& chart) {
        need(beginning_of(chart));
        paragraph(chart.title, {.size = 8.5, .face = Face::bold}, 0);
        paragraph(chart.summary, {.size = 7, .colour = quiet_colour}, 2);
        double x = margin;
        for (const Badge& entry : chart.legend) {
            const TextStyle style{.size = 7, .colour = colour_of_legend(entry.tone)};
            canvas_.rule(x, y_ + 4.5, x + 8, y_ + 4.5, style.colour, 1.5);
            canvas_.line_of_text(x + 11, y_ + 7, entry.text, style);
            x += 22 + canvas_.width_of(entry.text, style);
        }
        if (!chart.legend.empty()) y_ += 10;
        canvas_.draw(chart.wide, margin, y_, inner_width);
        y_ += chart.wide.height * inner_width / chart.wide.width + 8;
    }

    static TextStyle style_of(const Cell& cell, double size) {
        return {.size = cell.token ? size - 0.5 : size,
                .face = cell.token ? Face::fixed : Face::plain,
                .colour = colour_of_tone(cell.tone)};
    }

    /// What each column needs, by its title and its longest cell.
    std::vector<double> widths_of(const Table& table, double size) {
        std::vector<double> widths;
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            double width = canvas_.width_of(table.columns[column].title, {.size = size});
            const Cell* longest = nullptr;
            for (const std::vector<Cell>& row : table.rows)
                if (longest == nullptr || row[column].text.size() > longest->text.size()) longest = &row[column];
            if (longest != nullptr) width = std::max(width, canvas_.width_of(longest->text, style_of(*longest, size)));
            widths.push_back(width + cell_room);
        }
        return widths;
    }

    void add(const Table& table) {
        if (table.rows.empty()) return;
        double size = 7.5;
        std::vector<double> widths = widths_of(table, size);
        double sum = std::accumulate(widths.begin(), widths.end(), 0.0);
        while (sum > inner_width && size > 5) {
            size -= 0.5;
            widths = widths_of(table, size);
            sum = std::accumulate(widths.begin(), widths.end(), 0.0);
        }
        if (!table.shows_head)
            widths.back() = std::max(60.0, inner_width - (sum - widths.back()));
        else
            for (double& width : widths) width *= inner_width / sum;
        if (table.shows_head) head_of(table, widths, size);
        for (const std::vector<Cell>& row : table.rows) {
            const double height = table.shows_head ? row_height : height_of_pair(row, widths, size);
            if (y_ + height > page_end) {
                next_page();
                if (table.shows_head) head_of(table, widths, size);
            }
            add_row(table, row, widths, size, height);
        }
        y_ += 8;
    }

    double height_of_pair(const std::vector<Cell>& row, const std::vector<double>& widths, double size) {
        return std::max(row_height,
                        canvas_.height_of(widths.back() - cell_room, row.back().text, style_of(row.back(), size)) + 4);
    }

    void head_of(const Table& table, const std::vector<double>& widths, double size) {
        need(3 * row_height);
        std::vector<Cell> titles;
        for (const TableColumn& column : table.columns) titles.push_back({column.title, Tone::quiet});
        add_row(table, titles, widths, size, row_height);
    }

    void add_row(const Table& table, const std::vector<Cell>& row, const std::vector<double>& widths, double size,
                 double height) {
        double x = margin;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const Cell& cell = row[column];
            const double width = widths[column];
            if (cell.heat && *cell.heat != 0) {
                const Colour colour = colour_of(*cell.heat > 0 ? Ink::up : Ink::down);
                canvas_.fill_box({x, y_, width, height}, detail::faded(colour, 0.05 + 0.28 * std::abs(*cell.heat)));
            }
            TextStyle style = style_of(cell, size);
            const bool right = table.columns[column].is_number;
            style.anchor = right ? Anchor::end : Anchor::start;
            if (!table.shows_head && column + 1 == row.size())
                canvas_.paragraph(x + cell_room / 2, y_ + 2, width - cell_room, cell.text, style);
            else
                canvas_.line_of_text(right ? x + width - cell_room / 2 : x + cell_room / 2, y_ + 8.6, cell.text, style);
            x += width;
        }
        canvas_.rule(margin, y_ + height, PdfCanvas::width - margin, y_ + height, colour_of(0xE3E8EF), 0.4);
        y_ += height;
    }

    PdfCanvas& canvas_;
    const ReportPage& page_;
    double y_ = margin;
    int page_number_ = 1;
};

}  // namespace

Result<std::string> to_pdf(const ReportPage& page) {
    SPARK_TRY(const WallTime created_at, parse_iso8601(page.created_at));
    // cairo takes seconds and no fraction.
    const std::string created = format_iso8601(std::chrono::floor<std::chrono::seconds>(created_at));
    SPARK_TRY(const detail::PdfLibrary library, detail::PdfLibrary::open());
    SPARK_TRY(const auto canvas, PdfCanvas::open(library, {page.title + " · " + page.run_id, created}));
    Layout(*canvas, page).run();
    return canvas->finish();
}

}  // namespace spark::report
