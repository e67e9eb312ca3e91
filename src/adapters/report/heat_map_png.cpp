#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "adapters/report/detail/heat_map_words.hpp"
#include "adapters/report/detail/heat_number.hpp"
#include "adapters/report/detail/pdf_canvas.hpp"
#include "adapters/report/heat_map.hpp"

namespace spark::report {
namespace {

using detail::Colour;
using detail::colour_of;
using detail::PdfCanvas;
using detail::TextStyle;

constexpr double margin = 16;
constexpr double y_labels_width = 76;
constexpr double x_labels_height = 40;
constexpr double legend_height = 64;
constexpr double title_height = 34;
constexpr double plot_side = 560;
constexpr double label_size_points = 10;
constexpr double cell_side_max = 56;
constexpr double cell_side_least = 1;
constexpr std::size_t numbered_cells_max = 12;
constexpr Colour grey = colour_of(0xC9CED6);
constexpr Colour ink = colour_of(0x11161D);
constexpr Colour quiet = colour_of(0x5A6778);
constexpr Colour hatch_ground = colour_of(0xFFFFFF);
constexpr Colour hatch_ink = colour_of(0x8C96A5);

Colour colour_of_rgb(Rgb rgb) { return {rgb.red / 255.0, rgb.green / 255.0, rgb.blue / 255.0}; }

/// Black or white, whichever is read better on the colour (relative luminance of WCAG 2).
Colour letters_on(Rgb rgb) {
    const auto linear = [](std::uint8_t part) {
        const double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    const double light = 0.2126 * linear(rgb.red) + 0.7152 * linear(rgb.green) + 0.0722 * linear(rgb.blue);
    return light > 0.179 ? colour_of(0x000000) : colour_of(0xFFFFFF);
}

/// Without a title only the metric stands above the map.
double title_height_of(const HeatMapPicture& picture) { return picture.title.empty() ? 18 : title_height; }

/// One map on its canvas.
class Painter {
  public:
    Painter(PdfCanvas& canvas, const HeatMapPicture& picture, const HeatMapLayout& layout, Language language)
        : canvas_(canvas), picture_(picture), layout_(layout), language_(language), scale_(picture) {}

    void run() {
        const double top = margin + title_height_of(picture_) - 7;
        if (!picture_.title.empty())
            canvas_.line_of_text(margin, margin + 12, picture_.title,
                                 {.size = 14, .face = detail::Face::bold, .colour = ink});
        canvas_.line_of_text(margin, top, picture_.metric, {.size = 11, .colour = quiet});
        for (std::size_t cell = 0; cell < picture_.states.size(); ++cell) draw(cell);
        if (picture_.plateau) outline(*picture_.plateau, colour_of(0x000000), true);
        if (picture_.best) {
            const std::size_t x = *picture_.best % columns();
            const std::size_t y = *picture_.best / columns();
            outline({x, y, x, y}, colour_of(0x000000), false);
        }
        axes();
        legend();
    }

  private:
    std::size_t columns() const { return picture_.x_values.size(); }
    std::size_t rows() const { return picture_.y_values.size(); }

    Box box_of(const HeatArea& area) const {
        const double x = layout_.left + static_cast<double>(area.x0) * layout_.cell_width;
        const double y = layout_.top + static_cast<double>(rows() - 1 - area.y1) * layout_.cell_height;
        return {.x = x,
                .y = y,
                .width = static_cast<double>(area.x1 - area.x0 + 1) * layout_.cell_width,
                .height = static_cast<double>(area.y1 - area.y0 + 1) * layout_.cell_height};
    }

    void fill(HeatState state, std::optional<double> value, const Box& box) {
        switch (state) {
            case HeatState::ranked:
                canvas_.fill_box(box, value ? colour_of_rgb(scale_.colour(*value)) : hatch_ground);
                return;
            case HeatState::not_run: canvas_.fill_box(box, grey); return;
            case HeatState::no_trades: hatched(box); return;
            case HeatState::refused: crossed(box); return;
            case HeatState::unranked: dotted(box); return;
        }
    }

    void hatched(const Box& box) {
        canvas_.fill_box(box, hatch_ground);
        const double step = std::clamp(std::min(box.width, box.height) / 3, 2.0, 6.0);
        for (double shift = step / 2; shift < box.width + box.height; shift += step) {
            const double x0 = box.x + std::min(shift, box.width);
            const double y0 = box.y + std::max(0.0, shift - box.width);
            const double x1 = box.x + std::max(0.0, shift - box.height);
            const double y1 = box.y + std::min(shift, box.height);
            canvas_.rule(x0, y0, x1, y1, hatch_ink, 0.6);
        }
    }
    void crossed(const Box& box) {
        canvas_.fill_box(box, hatch_ground);
        const double reach = std::min(box.width, box.height) * 0.3;
        const double x = box.x + box.width / 2;
        const double y = box.y + box.height / 2;
        canvas_.rule(x - reach, y - reach, x + reach, y + reach, quiet, 1);
        canvas_.rule(x - reach, y + reach, x + reach, y - reach, quiet, 1);
    }
    void dotted(const Box& box) {
        canvas_.fill_box(box, hatch_ground);
        const double side = std::max(1.0, std::min(box.width, box.height) * 0.2);
        canvas_.fill_box(
            {.x = box.x + (box.width - side) / 2, .y = box.y + (box.height - side) / 2, .width = side, .height = side},
            hatch_ink);
    }

    void draw(std::size_t cell) {
        const std::size_t x = cell % columns();
        const std::size_t y = cell / columns();
        const Box box = box_of({x, y, x, y});
        const std::optional<double>& value = picture_.values[cell];
        fill(picture_.states[cell], value, box);
        const bool has_number = columns() <= numbered_cells_max && rows() <= numbered_cells_max;
        if (!has_number || picture_.states[cell] != HeatState::ranked || !value) return;
        TextStyle style{.size = 11, .colour = letters_on(scale_.colour(*value)), .anchor = Anchor::middle};
        const std::string text = detail::heat_number(*value, language_);
        while (style.size > 6 && canvas_.width_of(text, style) > box.width - 4) style.size -= 0.5;
        canvas_.line_of_text(box.x + box.width / 2, box.y + box.height / 2 + style.size * 0.36, text, style);
    }

    /// Black on a white edge, so that it is seen on every colour.
    void outline(const HeatArea& area, Colour colour, bool is_wide) {
        const Box box = box_of(area);
        for (const bool is_edge : {true, false}) {
            const double pen = (is_wide ? 3.0 : 2.0) + (is_edge ? 2.0 : 0.0);
            const Colour used = is_edge ? colour_of(0xFFFFFF) : colour;
            const double right = box.x + box.width;
            const double bottom = box.y + box.height;
            canvas_.rule(box.x - pen / 2, box.y, right + pen / 2, box.y, used, pen);
            canvas_.rule(box.x - pen / 2, bottom, right + pen / 2, bottom, used, pen);
            canvas_.rule(box.x, box.y, box.x, bottom, used, pen);
            canvas_.rule(right, box.y, right, bottom, used, pen);
        }
    }

    void axes() {
        const TextStyle values{.size = label_size_points, .colour = quiet, .anchor = Anchor::middle};
        const double bottom = layout_.top + layout_.cell_height * static_cast<double>(rows());
        const double right = layout_.left + layout_.cell_width * static_cast<double>(columns());
        double widest = 1;
        for (const std::string& text : {picture_.x_values.front(), picture_.x_values.back()})
            widest = std::max(widest, canvas_.width_of(text, values));
        const auto x_step = static_cast<std::size_t>(std::max(1.0, std::ceil((widest + 8) / layout_.cell_width)));
        for (std::size_t x = 0; x < columns(); x += x_step) {
            const double middle = layout_.left + (static_cast<double>(x) + 0.5) * layout_.cell_width;
            canvas_.line_of_text(middle, bottom + 14, picture_.x_values[x], values);
        }
        canvas_.line_of_text((layout_.left + right) / 2, bottom + 32, picture_.x_name,
                             {.size = 11, .face = detail::Face::bold, .colour = ink, .anchor = Anchor::middle});
        TextStyle left = values;
        left.anchor = Anchor::end;
        const auto y_step =
            static_cast<std::size_t>(std::max(1.0, std::ceil((label_size_points + 4) / layout_.cell_height)));
        for (std::size_t y = 0; y < rows(); y += y_step) {
            const double middle = layout_.top + (static_cast<double>(rows() - y) - 0.5) * layout_.cell_height;
            canvas_.line_of_text(layout_.left - 6, middle + 3.5, picture_.y_values[y], left);
        }
        canvas_.line_of_text(margin, layout_.top - 6, picture_.y_name,
                             {.size = 11, .face = detail::Face::bold, .colour = ink});
    }

    void legend() {
        const double y = layout_.height - legend_height + 12;
        const TextStyle style{.size = label_size_points, .colour = quiet};
        constexpr double bar_width = 180;
        constexpr int steps = 90;
        const double from = scale_.share(scale_.least());
        const double to = scale_.share(scale_.most());
        for (int step = 0; step < steps; ++step) {
            const double share = from + (to - from) * (step + 0.5) / steps;
            canvas_.fill_box(
                {.x = margin + bar_width * step / steps, .y = y, .width = bar_width / steps + 0.5, .height = 10},
                colour_of_rgb(scale_.colour_at(share)));
        }
        canvas_.line_of_text(margin, y + 22, detail::heat_number(scale_.least(), language_), style);
        TextStyle end = style;
        end.anchor = Anchor::end;
        canvas_.line_of_text(margin + bar_width, y + 22, detail::heat_number(scale_.most(), language_), end);
        struct Entry {
            HeatState state;
            const Words& words;
        };
        const std::array entries{
            Entry{HeatState::no_trades, words::heat_no_trades}, Entry{HeatState::not_run, words::heat_not_run},
            Entry{HeatState::refused, words::heat_refused}, Entry{HeatState::unranked, words::heat_unranked}};
        double x = margin + bar_width + 24;
        for (const Entry& entry : entries) {
            if (std::ranges::find(picture_.states, entry.state) == picture_.states.end()) continue;
            fill(entry.state, std::nullopt, {.x = x, .y = y, .width = 12, .height = 12});
            const auto text = entry.words.in(language_);
            canvas_.line_of_text(x + 17, y + 10, text, style);
            x += 29 + canvas_.width_of(text, style);
        }
        std::string best = best_text();
        if (picture_.plateau) best += "   ▣ " + std::string(words::heat_plateau.in(language_));
        canvas_.line_of_text(margin, y + 40, best, style);
    }

    std::string best_text() const {
        if (!picture_.best) return std::string(words::heat_no_best.in(language_));
        const std::size_t x = *picture_.best % columns();
        std::string place = fmt::format("{}={}", picture_.x_name, picture_.x_values[x]);
        if (!picture_.y_name.empty())
            place += fmt::format(" {}={}", picture_.y_name, picture_.y_values[*picture_.best / columns()]);
        const auto& value = picture_.values[*picture_.best];
        return "□ " + fmt::format(fmt::runtime(words::heat_best_at.in(language_)),
                                  value ? detail::heat_number(*value, language_) : "-", place);
    }

    PdfCanvas& canvas_;
    const HeatMapPicture& picture_;
    const HeatMapLayout& layout_;
    Language language_;
    HeatScale scale_;
};

}  // namespace

HeatMapLayout layout_of(const HeatMapPicture& picture) {
    const auto side = [](std::size_t cells) {
        return std::clamp(plot_side / static_cast<double>(cells), cell_side_least, cell_side_max);
    };
    HeatMapLayout layout{.left = margin + y_labels_width,
                         .top = margin + title_height_of(picture) + 16,
                         .cell_width = side(picture.x_values.size()),
                         .cell_height = side(picture.y_values.size())};
    const double plot_width = layout.cell_width * static_cast<double>(picture.x_values.size());
    const double plot_height = layout.cell_height * static_cast<double>(picture.y_values.size());
    layout.width = std::max(layout.left + plot_width + margin, 640.0);
    layout.height = layout.top + plot_height + x_labels_height + legend_height;
    // Large maps: a cell is a pixel or two, and the picture stays within what cairo draws.
    layout.pixels_a_point = std::clamp(8'000 / std::max(layout.width, layout.height), 0.25, 2.0);
    return layout;
}

Result<std::string> heat_map_png(const HeatMapPicture& picture, Language language) {
    const std::size_t cells = picture.x_values.size() * picture.y_values.size();
    if (cells == 0 || picture.states.size() != cells || picture.values.size() != cells)
        return fail(Fault::invalid_input, "a heat map needs a state and a value for each of its cells, at least one");
    SPARK_TRY(const detail::PdfLibrary library, detail::PdfLibrary::open());
    const HeatMapLayout layout = layout_of(picture);
    SPARK_TRY(const std::unique_ptr<PdfCanvas> canvas,
              PdfCanvas::open_picture(
                  library, {.width = layout.width, .height = layout.height, .pixels_a_point = layout.pixels_a_point}));
    Painter(*canvas, picture, layout, language).run();
    return canvas->finish_png();
}

}  // namespace spark::report
