#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace spark::report {

/// What a colour stands for; the page's style and the PDF's palette say which one it is.
enum class Ink : std::uint8_t { text, muted, grid, accent, second, up, down, surface };
enum class Anchor : std::uint8_t { start, middle, end };

struct Point {
    double x = 0;
    double y = 0;
};

/// Points joined by straight lines.
struct Polyline {
    std::vector<Point> points;
    Ink ink = Ink::accent;
    double width = 1.5;
    bool dashed = false;
};

/// A closed shape, filled; `faint` for areas below a line.
struct Polygon {
    std::vector<Point> points;
    Ink ink = Ink::accent;
    bool faint = false;
    std::string hint{};  ///< What a pointer over it is told; may be empty.
};

struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    Ink ink = Ink::accent;
    bool hollow = false;  ///< The outline in `ink`, inside the page's surface.
    bool faint = false;
    std::string hint{};
};

struct Label {
    double x = 0;
    double y = 0;  ///< Of the base line.
    std::string text;
    Ink ink = Ink::muted;
    Anchor anchor = Anchor::start;
    bool bold = false;
};

using Shape = std::variant<Polyline, Polygon, Box, Label>;

/// A picture that HTML and PDF draw alike: shapes in painting order on a plane with the origin at its top left corner.
struct Drawing {
    double width = 0;
    double height = 0;
    std::vector<Shape> shapes{};
};

/// Size of the letters of every Label.
inline constexpr double label_size = 11;

}  // namespace spark::report
