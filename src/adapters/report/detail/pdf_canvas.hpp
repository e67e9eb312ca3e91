#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/report/detail/pdf_library.hpp"
#include "adapters/report/drawing.hpp"
#include "foundation/base/result.hpp"

namespace spark::report::detail {

struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
};

/// Of `0x0B5CAD`.
constexpr Colour colour_of(std::uint32_t rgb) {
    return {((rgb >> 16U) & 0xFFU) / 255.0, ((rgb >> 8U) & 0xFFU) / 255.0, (rgb & 0xFFU) / 255.0};
}

/// What a picture's ink is on paper: the light design tokens.
Colour colour_of(Ink ink);

/// `share` of the colour on white.
Colour faded(Colour colour, double share);

enum class Face : std::uint8_t { plain, bold, fixed };

struct TextStyle {
    double size = 8;  ///< Points.
    Face face = Face::plain;
    Colour colour = colour_of(0x11161D);
    Anchor anchor = Anchor::start;  ///< Where `x` is: at the text's start, middle or end.
};

/// A4 pages, or one picture, under a pen, in points from the top left corner. Life: open → draw, new_page… → finish.
/// Not moved.
class PdfCanvas {
  public:
    static constexpr double width = 595.28;
    static constexpr double height = 841.89;

    /// What the file says of itself.
    struct About {
        std::string title;
        std::string created_at;  ///< ISO 8601.
    };

    /// Errors: unavailable, when cairo cannot make a surface.
    static Result<std::unique_ptr<PdfCanvas>> open(const PdfLibrary& library, const About& about);
    /// One picture of so many points, each drawn as `pixels_a_point` pixels; white.
    struct Picture {
        double width = 0;
        double height = 0;
        double pixels_a_point = 1;
    };
    /// Errors: unavailable, when cairo cannot make a surface; invalid_input past 16,384 pixels a side.
    static Result<std::unique_ptr<PdfCanvas>> open_picture(const PdfLibrary& library, const Picture& picture);
    ~PdfCanvas();
    PdfCanvas(const PdfCanvas&) = delete;
    PdfCanvas& operator=(const PdfCanvas&) = delete;

    /// One line; `y` is its base line.
    void line_of_text(double x, double y, std::string_view text, const TextStyle& style);
    double width_of(std::string_view text, const TextStyle& style);
    /// A paragraph wrapped to the width, from `y` (its top) down; returns its height.
    double paragraph(double x, double y, double text_width, std::string_view text, const TextStyle& style);
    double height_of(double text_width, std::string_view text, const TextStyle& style);

    void fill_box(const Box& box, Colour colour);
    void rule(double x1, double y1, double x2, double y2, Colour colour, double pen_width = 0.5);
    /// The picture from (x, y) on, as wide as said; its letters keep their size.
    void draw(const Drawing& drawing, double x, double y, double drawn_width);

    void new_page();
    /// The file's bytes; the canvas is spent. Errors: unavailable, with cairo's words.
    Result<std::string> finish();
    /// Of a picture: the bytes of a PNG file. Errors: unavailable, with cairo's words.
    Result<std::string> finish_png();

  private:
    explicit PdfCanvas(const PdfLibrary& library) : library_(library) {}
    void make_pen();
    PangoFontDescription* font(const TextStyle& style);
    void set_text(std::string_view text, const TextStyle& style, double text_width);
    void pen(Colour colour);
    void path(const std::vector<Point>& points, Point origin, double scale);
    void add(const Polyline& line, Point origin, double scale);
    void add(const Polygon& area, Point origin, double scale);
    void add(const Box& box, Point origin, double scale);
    void add(const Label& label, Point origin, double scale);

    PdfLibrary library_;
    std::string bytes_;
    cairo_surface_t* surface_ = nullptr;
    cairo_t* cairo_ = nullptr;
    PangoFontMap* font_map_ = nullptr;  ///< Its own: Pango's default one lives until the process ends.
    PangoContext* context_ = nullptr;
    PangoLayout* layout_ = nullptr;
    std::map<std::pair<int, int>, PangoFontDescription*> fonts_;  ///< By face and tenths of a point.
};

}  // namespace spark::report::detail
