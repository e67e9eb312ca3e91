#include <fmt/format.h>

#include <array>

#include "adapters/report/html_report.hpp"

namespace spark::report {
namespace {

constexpr std::array<std::string_view, 8> ink_names{"text",   "muted", "grid", "accent",
                                                    "second", "up",    "down", "surface"};
constexpr std::array<std::string_view, 3> anchor_names{"start", "middle", "end"};

std::string_view name_of(Ink ink) { return ink_names[static_cast<std::size_t>(ink)]; }

/// A coordinate with at most one decimal: a tenth of a pixel is below what is seen.
void add_number(std::string& out, double value) {
    const std::string text = fmt::format("{:.1f}", value);
    if (text == "-0.0")
        out += '0';
    else
        out += text.ends_with(".0") ? std::string_view(text).substr(0, text.size() - 2) : std::string_view(text);
}

void add_path(std::string& out, const std::vector<Point>& points, bool closed) {
    out += " d=\"";
    for (std::size_t index = 0; index < points.size(); ++index) {
        out += index == 0 ? 'M' : index == 1 ? 'L' : ' ';
        add_number(out, points[index].x);
        out += ' ';
        add_number(out, points[index].y);
    }
    out += closed ? "Z\"" : "\"";
}

void close_with_hint(std::string& out, std::string_view element, const std::string& hint) {
    if (hint.empty())
        out += "/>";
    else
        out += fmt::format("><title>{}</title></{}>", escaped(hint), element);
}

void add_shape(std::string& out, const Polyline& line) {
    out += fmt::format("<path class=\"i-{} l{}\" stroke-width=\"", name_of(line.ink), line.dashed ? " d" : "");
    add_number(out, line.width);
    out += '"';
    add_path(out, line.points, false);
    out += "/>";
}

void add_shape(std::string& out, const Polygon& area) {
    out += fmt::format("<path class=\"i-{} {}\"", name_of(area.ink), area.faint ? "a" : "f");
    add_path(out, area.points, true);
    close_with_hint(out, "path", area.hint);
}

void add_shape(std::string& out, const Box& box) {
    out += fmt::format("<rect class=\"i-{} {}\"", name_of(box.ink), box.hollow ? "h" : box.faint ? "a" : "f");
    for (const auto& [name, value] :
         {std::pair{"x", box.x}, {"y", box.y}, {"width", box.width}, {"height", box.height}}) {
        out += fmt::format(" {}=\"", name);
        add_number(out, value);
        out += '"';
    }
    close_with_hint(out, "rect", box.hint);
}

void add_shape(std::string& out, const Label& label) {
    out += "<text x=\"";
    add_number(out, label.x);
    out += "\" y=\"";
    add_number(out, label.y);
    out += fmt::format("\" text-anchor=\"{}\">{}</text>", anchor_names[static_cast<std::size_t>(label.anchor)],
                       escaped(label.text));
}

}  // namespace

std::string to_svg(const Drawing& drawing, std::string_view title, std::string_view description) {
    std::string out = fmt::format("<title>{}</title><desc>{}</desc>", escaped(title), escaped(description));
    for (const Shape& shape : drawing.shapes) std::visit([&](const auto& one) { add_shape(out, one); }, shape);
    return fmt::format("viewBox=\"0 0 {:.0f} {:.0f}\">{}</svg>", drawing.width, drawing.height, out);
}

}  // namespace spark::report
