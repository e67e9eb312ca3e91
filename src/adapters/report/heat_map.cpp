#include "adapters/report/heat_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "adapters/report/detail/heat_number.hpp"
#include "adapters/report/number_text.hpp"

namespace spark::report {
namespace {

/// Every sixteenth of matplotlib 3.11's `cividis`; what is between is mixed.
constexpr std::array<std::uint32_t, 17> cividis{0x00224E, 0x002E6A, 0x1A386F, 0x32436D, 0x434E6C, 0x535A6D,
                                                0x61656F, 0x6F7073, 0x7D7C78, 0x8C8878, 0x9B9476, 0xABA072,
                                                0xBCAE6C, 0xCDBB63, 0xDEC958, 0xF0D846, 0xFEE838};
/// The page's diverging colours: blue, white, orange.
constexpr std::array<std::uint32_t, 3> diverging{0x2166AC, 0xF7F7F7, 0xB35806};

Rgb rgb_of(std::uint32_t colour) {
    return {static_cast<std::uint8_t>(colour >> 16U), static_cast<std::uint8_t>(colour >> 8U),
            static_cast<std::uint8_t>(colour)};
}

template <std::size_t count>
Rgb mixed(const std::array<std::uint32_t, count>& anchors, double share) {
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(count - 1);
    const std::size_t first = std::min(static_cast<std::size_t>(place), count - 2);
    const double part = place - static_cast<double>(first);
    const Rgb low = rgb_of(anchors[first]);
    const Rgb high = rgb_of(anchors[first + 1]);
    const auto mix = [part](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a * (1 - part) + b * part));
    };
    return {mix(low.red, high.red), mix(low.green, high.green), mix(low.blue, high.blue)};
}

Result<std::vector<std::string>> texts_of(const wire::Json& map, std::string_view key) {
    SPARK_TRY(const auto list, map.array_at(key));
    std::vector<std::string> texts;
    for (const wire::Json& one : list) {
        SPARK_TRY(std::string text, one.as_string());
        texts.push_back(std::move(text));
    }
    return texts;
}

/// The letters of `states`, by HeatState.
constexpr std::string_view state_letters = ".runx";

}  // namespace

Result<HeatMapPicture> read_heat_map(const wire::Json& map) {
    const auto refused = [] { return fail(Fault::invalid_input, "it is no map of spark.heatmap/1"); };
    HeatMapPicture picture;
    SPARK_TRY(picture.metric, map.string_at("metric"));
    if (picture.metric == "objective") {
        SPARK_TRY(picture.metric, map.string_at("objective"));
    }
    SPARK_TRY(picture.x_name, map.string_at("x"));
    SPARK_TRY(const wire::Json* const y, map.at("y"));
    SPARK_TRY(picture.x_values, texts_of(map, "x_values"));
    SPARK_TRY(picture.y_values, texts_of(map, "y_values"));
    if (y->is_string()) picture.y_name = y->as_string().value();
    if (y->is_null()) picture.y_values = {""};
    SPARK_TRY(const std::string states, map.string_at("states"));
    SPARK_TRY(const auto values, map.array_at("values"));
    const std::size_t cells = picture.x_values.size() * picture.y_values.size();
    if (cells == 0 || states.size() != cells || values.size() != cells) return refused();
    for (const char letter : states) {
        const std::size_t state = state_letters.find(letter);
        if (state == std::string_view::npos) return refused();
        picture.states.push_back(static_cast<HeatState>(state));
    }
    for (const wire::Json& value : values)
        picture.values.push_back(value.is_null() ? std::nullopt : std::optional(value.as_double().value_or(0)));
    SPARK_TRY(const wire::Json* const best, map.at("best"));
    if (best->is_null()) return picture;
    SPARK_TRY(const std::int64_t best_x, best->int64_at("x"));
    SPARK_TRY(const std::int64_t best_y, best->int64_at("y"));
    if (best_x < 0 || best_x >= std::ssize(picture.x_values) || best_y < 0 || best_y >= std::ssize(picture.y_values))
        return refused();
    picture.best = static_cast<std::size_t>(best_y) * picture.x_values.size() + static_cast<std::size_t>(best_x);
    return picture;
}

HeatScale::HeatScale(const HeatMapPicture& picture) {
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    for (std::size_t cell = 0; cell < picture.values.size(); ++cell) {
        const std::optional<double>& value = picture.values[cell];
        if (picture.states[cell] != HeatState::ranked || !value || !std::isfinite(*value)) continue;
        least = std::min(least, *value);
        most = std::max(most, *value);
    }
    if (least > most) return;
    least_ = least;
    most_ = most;
}

double HeatScale::share(double value) const {
    if (is_signed()) {
        const double reach = std::max(-least_, most_);
        return 0.5 + value / reach / 2;
    }
    // A difference past the range of double is halved first.
    const double width = most_ / 2 - least_ / 2;
    return width > 0 ? (value / 2 - least_ / 2) / width : 0.5;
}

Rgb HeatScale::colour_at(double share) const { return is_signed() ? mixed(diverging, share) : mixed(cividis, share); }

namespace detail {

std::string heat_number(double value, Language language) {
    struct Scale {
        double unit;
        std::string_view suffix;
    };
    constexpr std::array scales{Scale{1e12, "T"}, Scale{1e9, "G"}, Scale{1e6, "M"}, Scale{1e3, "k"}, Scale{1, ""}};
    const double size = std::abs(value);
    // Just below a unit rounds up to it: 999.96 is 1.00k.
    const auto found = std::ranges::find_if(scales, [size](const Scale& s) { return size >= s.unit * 0.9995; });
    const Scale scale = found == scales.end() ? scales.back() : *found;
    const double scaled = value / scale.unit;
    const double digits = std::abs(scaled);
    const int decimals = digits >= 99.95 ? 0 : digits >= 9.995 ? 1 : digits >= 0.9995 ? 2 : value == 0 ? 0 : 3;
    return NumberText(language).number(scaled, decimals) + std::string(scale.suffix);
}

std::size_t letters_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char one) { return (static_cast<unsigned char>(one) & 0xC0U) != 0x80U; }));
}

}  // namespace detail
}  // namespace spark::report
