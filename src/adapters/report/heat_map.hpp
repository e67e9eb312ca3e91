#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/report/language.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::report {

enum class HeatState : std::uint8_t { not_run, ranked, unranked, no_trades, refused };

/// Cells [x0, x1] × [y0, y1], both ends included: the best plateau.
struct HeatArea {
    std::size_t x0 = 0;
    std::size_t y0 = 0;
    std::size_t x1 = 0;
    std::size_t y1 = 0;
};

/// A map of a metric over two parameters (or one: a single row), as it is drawn.
struct HeatMapPicture {
    std::string title{};   ///< Above it: the strategy and the data set.
    std::string metric{};  ///< What the colours are.
    std::string x_name{};
    std::string y_name{};  ///< Empty: one row.
    std::vector<std::string> x_values{};
    std::vector<std::string> y_values{};          ///< One empty text for a single row.
    std::vector<HeatState> states{};              ///< By rows, the first value of y below.
    std::vector<std::optional<double>> values{};  ///< As long as states.
    std::optional<std::size_t> best{};            ///< A cell.
    std::optional<HeatArea> plateau{};
};

/// A map of `maps` in `spark.heatmap/1`. Errors: invalid_input when it is none.
Result<HeatMapPicture> read_heat_map(const wire::Json& map);

struct Rgb {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Rgb&) const = default;
};

/// How values become colours. Signed values: blue below 0, white at it, orange above, both sides on one scale; else
/// cividis (Nuñez, Anderton, Renslow 2018, made for colour-blind readers) from the least to the greatest.
class HeatScale {
  public:
    explicit HeatScale(const HeatMapPicture& picture);
    bool is_signed() const { return least_ < 0 && most_ > 0; }
    double least() const { return least_; }
    double most() const { return most_; }
    /// 0 to 1 from the least to the most shown; 0.5 is zero when signed.
    double share(double value) const;
    Rgb colour(double value) const { return colour_at(share(value)); }
    Rgb colour_at(double share) const;

  private:
    double least_ = 0;
    double most_ = 0;
};

/// Where a cell lies in the PNG.
struct HeatMapLayout {
    double left = 0;
    double top = 0;
    double cell_width = 0;
    double cell_height = 0;
    double width = 0;
    double height = 0;
    double pixels_a_point = 2;
};
HeatMapLayout layout_of(const HeatMapPicture& picture);

/// The picture as PNG, light, for documents: cells in the scale's colours, hatched without trades, grey when not run, ✕
/// where refused, a dot where no set is ranked, the best point and the best plateau outlined, numbers inside up to 12 ×
/// 12, axes and legend. Errors: unavailable when Pango and cairo are not installed; invalid_input without cells.
Result<std::string> heat_map_png(const HeatMapPicture& picture, Language language);

/// For a terminal of so many columns: shades and, when it fits, numbers; `color`: with background colours (24 bits).
/// More cells than fit are thinned out evenly, and it says so.
struct HeatMapTextOptions {
    Language language = Language::en;
    std::size_t columns = 80;
    bool color = false;
};
std::string heat_map_text(const HeatMapPicture& picture, const HeatMapTextOptions& options);

}  // namespace spark::report
