#include "adapters/report/detail/pdf_canvas.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

#include "adapters/report/detail/clean_text.hpp"

namespace spark::report::detail {
namespace {

constexpr double label_points = 6.5;
constexpr double faint_share = 0.14;
constexpr double side_pixels_max = 16'384;
constexpr std::array<std::string_view, 3> faces{"DejaVu Sans, sans-serif", "DejaVu Sans, sans-serif Bold",
                                                "DejaVu Sans Mono, monospace"};

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

double points_of(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

}  // namespace

Colour colour_of(Ink ink) {
    switch (ink) {
        case Ink::text: return colour_of(0x11161D);
        case Ink::muted: return colour_of(0x5A6778);
        case Ink::grid: return colour_of(0xDDE3EA);
        case Ink::accent: return colour_of(0x0B5CAD);
        case Ink::second: return colour_of(0x7A5200);
        case Ink::up: return colour_of(0x00778F);
        case Ink::down: return colour_of(0x8F1F0A);
        case Ink::surface: break;
    }
    return colour_of(0xFFFFFF);
}

Colour faded(Colour colour, double share) {
    const auto mixed = [share](double part) { return 1 - share * (1 - part); };
    return {mixed(colour.red), mixed(colour.green), mixed(colour.blue)};
}

Result<std::unique_ptr<PdfCanvas>> PdfCanvas::open(const PdfLibrary& library, const About& about) {
    std::unique_ptr<PdfCanvas> canvas(new PdfCanvas(library));
    canvas->surface_ = library.pdf_surface_create_for_stream(append, &canvas->bytes_, width, height);
    canvas->make_pen();
    const auto status = library.surface_status(canvas->surface_);
    if (status != CAIRO_STATUS_SUCCESS) return fail(Fault::unavailable, library.status_to_string(status), "--pdf");
    const auto say = [&](cairo_pdf_metadata_t what, const std::string& text) {
        library.pdf_surface_set_metadata(canvas->surface_, what, text.c_str());
    };
    say(CAIRO_PDF_METADATA_TITLE, about.title);
    say(CAIRO_PDF_METADATA_CREATOR, "spark");
    say(CAIRO_PDF_METADATA_CREATE_DATE, about.created_at);
    say(CAIRO_PDF_METADATA_MOD_DATE, about.created_at);
    return canvas;
}

void PdfCanvas::make_pen() {
    cairo_ = library_.create(surface_);
    font_map_ = library_.font_map_new();
    context_ = library_.font_map_create_context(font_map_);
    library_.update_context(cairo_, context_);
    layout_ = library_.layout_new(context_);
}

Result<std::unique_ptr<PdfCanvas>> PdfCanvas::open_picture(const PdfLibrary& library, const Picture& picture) {
    const double x_pixels = std::ceil(picture.width * picture.pixels_a_point);
    const double y_pixels = std::ceil(picture.height * picture.pixels_a_point);
    if (!(x_pixels >= 1 && y_pixels >= 1 && x_pixels <= side_pixels_max && y_pixels <= side_pixels_max))
        return fail(Fault::invalid_input, fmt::format("a picture of {} by {} pixels; 1 to {} a side allowed", x_pixels,
                                                      y_pixels, side_pixels_max));
    std::unique_ptr<PdfCanvas> canvas(new PdfCanvas(library));
    canvas->surface_ =
        library.image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(x_pixels), static_cast<int>(y_pixels));
    canvas->make_pen();
    library.scale(canvas->cairo_, picture.pixels_a_point, picture.pixels_a_point);
    const auto status = library.surface_status(canvas->surface_);
    if (status != CAIRO_STATUS_SUCCESS) return fail(Fault::unavailable, library.status_to_string(status));
    canvas->fill_box({.x = 0, .y = 0, .width = picture.width + 1, .height = picture.height + 1},
                     colour_of(Ink::surface));
    return canvas;
}

PdfCanvas::~PdfCanvas() {
    for (const auto& [key, description] : fonts_) library_.font_free(description);
    if (layout_ != nullptr) library_.unref(layout_);
    if (context_ != nullptr) library_.unref(context_);
    if (font_map_ != nullptr) library_.unref(font_map_);
    if (cairo_ != nullptr) library_.destroy(cairo_);
    if (surface_ != nullptr) library_.surface_destroy(surface_);
}

PangoFontDescription* PdfCanvas::font(const TextStyle& style) {
    const std::pair key(static_cast<int>(style.face), static_cast<int>(std::lround(style.size * 10)));
    PangoFontDescription*& description = fonts_[key];
    if (description == nullptr) {
        const std::string text = fmt::format("{} {}px", faces[static_cast<std::size_t>(style.face)], style.size);
        description = library_.font_from_string(text.c_str());
    }
    return description;
}

void PdfCanvas::set_text(std::string_view text, const TextStyle& style, double text_width) {
    library_.layout_set_font(layout_, font(style));
    library_.layout_set_width(layout_, text_width < 0 ? -1 : static_cast<int>(text_width * PANGO_SCALE));
    library_.layout_set_wrap(layout_, PANGO_WRAP_WORD_CHAR);
    const std::string clean = clean_text(text);
    library_.layout_set_text(layout_, clean.data(), static_cast<int>(clean.size()));
}

void PdfCanvas::pen(Colour colour) { library_.set_source_rgb(cairo_, colour.red, colour.green, colour.blue); }

double PdfCanvas::width_of(std::string_view text, const TextStyle& style) {
    set_text(text, style, -1);
    int text_width = 0;
    library_.layout_get_size(layout_, &text_width, nullptr);
    return points_of(text_width);
}

void PdfCanvas::line_of_text(double x, double y, std::string_view text, const TextStyle& style) {
    const double text_width = width_of(text, style);
    const double shift = style.anchor == Anchor::start    ? 0
                         : style.anchor == Anchor::middle ? text_width / 2
                                                          : text_width;
    pen(style.colour);
    library_.move_to(cairo_, x - shift, y - points_of(library_.layout_get_baseline(layout_)));
    library_.show_layout(cairo_, layout_);
}

double PdfCanvas::height_of(double text_width, std::string_view text, const TextStyle& style) {
    set_text(text, style, text_width);
    int text_height = 0;
    library_.layout_get_size(layout_, nullptr, &text_height);
    return points_of(text_height);
}

double PdfCanvas::paragraph(double x, double y, double text_width, std::string_view text, const TextStyle& style) {
    const double text_height = height_of(text_width, text, style);
    pen(style.colour);
    library_.move_to(cairo_, x, y);
    library_.show_layout(cairo_, layout_);
    return text_height;
}

void PdfCanvas::fill_box(const Box& box, Colour colour) {
    pen(colour);
    library_.rectangle(cairo_, box.x, box.y, box.width, box.height);
    library_.fill(cairo_);
}

void PdfCanvas::rule(double x1, double y1, double x2, double y2, Colour colour, double pen_width) {
    pen(colour);
    library_.set_line_width(cairo_, pen_width);
    library_.set_dash(cairo_, nullptr, 0, 0);
    library_.move_to(cairo_, x1, y1);
    library_.line_to(cairo_, x2, y2);
    library_.stroke(cairo_);
}

void PdfCanvas::draw(const Drawing& drawing, double x, double y, double drawn_width) {
    const double scale = drawn_width / drawing.width;
    for (const Shape& shape : drawing.shapes) std::visit([&](const auto& one) { add(one, Point{x, y}, scale); }, shape);
}

void PdfCanvas::path(const std::vector<Point>& points, Point origin, double scale) {
    for (std::size_t index = 0; index < points.size(); ++index) {
        const auto to = index == 0 ? library_.move_to : library_.line_to;
        to(cairo_, origin.x + points[index].x * scale, origin.y + points[index].y * scale);
    }
}

void PdfCanvas::add(const Polyline& line, Point origin, double scale) {
    constexpr std::array dashes{2.5, 2.0};
    pen(colour_of(line.ink));
    library_.set_line_width(cairo_, line.width * scale);
    library_.set_dash(cairo_, dashes.data(), line.dashed ? 2 : 0, 0);
    path(line.points, origin, scale);
    library_.stroke(cairo_);
}

void PdfCanvas::add(const Polygon& area, Point origin, double scale) {
    pen(area.faint ? faded(colour_of(area.ink), faint_share) : colour_of(area.ink));
    path(area.points, origin, scale);
    library_.close_path(cairo_);
    library_.fill(cairo_);
}

void PdfCanvas::add(const Box& box, Point origin, double scale) {
    const Box placed{origin.x + box.x * scale, origin.y + box.y * scale, box.width * scale, box.height * scale};
    if (!box.hollow) {
        fill_box(placed, box.faint ? faded(colour_of(box.ink), faint_share) : colour_of(box.ink));
        return;
    }
    fill_box(placed, colour_of(Ink::surface));
    pen(colour_of(box.ink));
    library_.set_line_width(cairo_, scale);
    library_.set_dash(cairo_, nullptr, 0, 0);
    library_.rectangle(cairo_, placed.x, placed.y, placed.width, placed.height);
    library_.stroke(cairo_);
}

void PdfCanvas::add(const Label& label, Point origin, double scale) {
    line_of_text(origin.x + label.x * scale, origin.y + label.y * scale, label.text,
                 {.size = label_points, .colour = colour_of(label.ink), .anchor = label.anchor});
}

void PdfCanvas::new_page() { library_.show_page(cairo_); }

Result<std::string> PdfCanvas::finish() {
    library_.show_page(cairo_);
    library_.surface_finish(surface_);
    const auto status = library_.surface_status(surface_);
    if (status != CAIRO_STATUS_SUCCESS) return fail(Fault::unavailable, library_.status_to_string(status), "--pdf");
    return std::move(bytes_);
}

Result<std::string> PdfCanvas::finish_png() {
    const auto status = library_.surface_write_to_png_stream(surface_, append, &bytes_);
    if (status != CAIRO_STATUS_SUCCESS) return fail(Fault::unavailable, library_.status_to_string(status));
    return std::move(bytes_);
}

}  // namespace spark::report::detail
