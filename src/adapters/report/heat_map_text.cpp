#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "adapters/report/detail/heat_map_words.hpp"
#include "adapters/report/detail/heat_number.hpp"
#include "adapters/report/heat_map.hpp"

namespace spark::report {
namespace {

constexpr std::array<std::string_view, 5> shades{"·", "░", "▒", "▓", "█"};
constexpr std::size_t rows_max = 40;
constexpr std::size_t numbered_cells_max = 12;

std::string padded(std::string_view text, std::size_t width, bool to_right) {
    const std::size_t letters = detail::letters_of(text);
    const std::string blanks(width > letters ? width - letters : 0, ' ');
    return to_right ? blanks + std::string(text) : std::string(text) + blanks;
}

/// A place of the text: the cells it stands for, told by the one with the greatest value.
struct Place {
    HeatState state = HeatState::not_run;
    std::optional<double> value{};
    bool is_best = false;
};

/// What says more of a group of cells comes first.
int weight_of(HeatState state) {
    switch (state) {
        case HeatState::ranked: return 4;
        case HeatState::unranked: return 3;
        case HeatState::no_trades: return 2;
        case HeatState::refused: return 1;
        case HeatState::not_run: break;
    }
    return 0;
}

class TextMap {
  public:
    TextMap(const HeatMapPicture& picture, const HeatMapTextOptions& options)
        : picture_(picture), options_(options), scale_(picture) {
        for (const std::string& text : picture.y_values)
            label_width_ = std::max(label_width_, detail::letters_of(text));
        label_width_ = std::max(label_width_, detail::letters_of(picture.y_name));
        const std::size_t room = options.columns > label_width_ + 2 ? options.columns - label_width_ - 2 : 1;
        for (const auto& value : picture.values) {
            if (value) cell_width_ = std::max(cell_width_, detail::letters_of(number(*value)) + 3);
        }
        for (const std::string& text : picture.x_values)
            cell_width_ = std::max(cell_width_, detail::letters_of(text) + 1);
        has_numbers_ =
            columns() <= numbered_cells_max && rows() <= numbered_cells_max && columns() * cell_width_ <= room;
        if (!has_numbers_) cell_width_ = columns() * 2 <= room ? 2 : 1;
        x_group_ = (columns() * cell_width_ + room - 1) / room;
        y_group_ = (rows() + rows_max - 1) / rows_max;
    }

    std::string run() const {
        std::string out;
        if (!picture_.title.empty()) out += picture_.title + "\n";
        out += picture_.metric + "\n\n";
        if (!picture_.y_name.empty()) out += padded(picture_.y_name, label_width_, true) + "\n";
        const std::size_t bands = (rows() + y_group_ - 1) / y_group_;
        for (std::size_t band = bands; band-- > 0;) {
            out += padded(picture_.y_values[band * y_group_], label_width_, true) + "  ";
            for (std::size_t x = 0; x < columns(); x += x_group_) out += drawn(place_of(x, band * y_group_));
            while (!options_.color && out.ends_with(' ')) out.pop_back();
            out += "\n";
        }
        out += x_labels() + "\n" + std::string(label_width_ + 2, ' ') + picture_.x_name + "\n\n";
        return out + legend();
    }

  private:
    std::size_t columns() const { return picture_.x_values.size(); }
    std::size_t rows() const { return picture_.y_values.size(); }
    std::string number(double value) const { return detail::heat_number(value, options_.language); }

    Place place_of(std::size_t x0, std::size_t y0) const {
        Place place;
        for (std::size_t y = y0; y < std::min(rows(), y0 + y_group_); ++y) {
            for (std::size_t x = x0; x < std::min(columns(), x0 + x_group_); ++x) {
                const std::size_t cell = y * columns() + x;
                place.is_best = place.is_best || picture_.best == cell;
                const HeatState state = picture_.states[cell];
                const auto& value = picture_.values[cell];
                const bool says_more = weight_of(state) > weight_of(place.state);
                if (!says_more && (state != place.state || !value || (place.value && *place.value >= *value))) continue;
                place.state = state;
                place.value = value;
            }
        }
        return place;
    }

    std::string_view sign_of(const Place& place) const {
        switch (place.state) {
            case HeatState::not_run: return " ";
            case HeatState::no_trades: return "/";
            case HeatState::refused: return "x";
            case HeatState::unranked: return "o";
            case HeatState::ranked: break;
        }
        if (!place.value) return "o";
        const double share = std::clamp(scale_.share(*place.value), 0.0, 1.0);
        return shades[std::min(static_cast<std::size_t>(share * shades.size()), shades.size() - 1)];
    }

    std::string drawn(const Place& place) const {
        const bool has_value = place.state == HeatState::ranked && place.value;
        std::string text;
        if (has_numbers_) {
            const std::string best = place.is_best ? "*" : "";
            text = has_value ? number(*place.value) + best : std::string(sign_of(place));
            if (has_value && !options_.color) text = std::string(sign_of(place)) + " " + text;
            text = padded(text, cell_width_ - (place.is_best ? 0 : 1), true) + (place.is_best ? "" : " ");
        } else if (has_value && options_.color) {
            text = padded(place.is_best ? "*" : "", cell_width_, false);
        } else {
            const std::string_view sign = place.is_best ? "*" : sign_of(place);
            for (std::size_t column = 0; column < cell_width_; ++column) text += sign;
        }
        if (!has_value || !options_.color) return text;
        const Rgb ground = scale_.colour(*place.value);
        const bool is_light = 2 * ground.red + 5 * ground.green + ground.blue > 8 * 128;
        return fmt::format("\x1b[48;2;{};{};{}m\x1b[{}m{}\x1b[0m", ground.red, ground.green, ground.blue,
                           is_light ? 30 : 97, text);
    }

    /// As many values below as have room.
    std::string x_labels() const {
        std::string line(label_width_ + 2, ' ');
        std::size_t filled = 0;
        for (std::size_t x = 0; x < columns(); x += x_group_) {
            const std::size_t at = x / x_group_ * cell_width_;
            const std::string text =
                has_numbers_ ? padded(picture_.x_values[x], cell_width_ - 1, true) : picture_.x_values[x];
            if (at < filled) continue;
            line += std::string(at - filled, ' ') + text;
            filled = at + detail::letters_of(text) + 1;
            line += ' ';
        }
        while (line.ends_with(' ')) line.pop_back();
        return line;
    }

    std::string said(const Words& words) const { return std::string(words.in(options_.language)); }

    std::string legend() const {
        std::string out = fmt::format("{} ", number(scale_.least()));
        if (options_.color) {
            constexpr int steps = 20;
            for (int step = 0; step < steps; ++step) {
                const double from = scale_.share(scale_.least());
                const double share = from + (scale_.share(scale_.most()) - from) * (step + 0.5) / steps;
                const Rgb ground = scale_.colour_at(share);
                out += fmt::format("\x1b[48;2;{};{};{}m \x1b[0m", ground.red, ground.green, ground.blue);
            }
        } else {
            // Signed maps put zero in the middle: only the shades that are in use.
            const auto level = [&](double value) {
                return std::min(static_cast<std::size_t>(std::clamp(scale_.share(value), 0.0, 1.0) * shades.size()),
                                shades.size() - 1);
            };
            for (std::size_t shade = level(scale_.least()); shade <= level(scale_.most()); ++shade)
                out += shades[shade];
        }
        out += fmt::format(" {}", number(scale_.most()));
        struct Entry {
            HeatState state;
            std::string_view sign;
            const Words& words;
        };
        const std::array entries{Entry{HeatState::no_trades, "/", words::heat_no_trades},
                                 Entry{HeatState::refused, "x", words::heat_refused},
                                 Entry{HeatState::unranked, "o", words::heat_unranked}};
        for (const Entry& entry : entries) {
            if (std::ranges::find(picture_.states, entry.state) == picture_.states.end()) continue;
            out += fmt::format("   {} {}", entry.sign, said(entry.words));
        }
        if (picture_.best) out += fmt::format("   * {}", said(words::heat_best));
        out += "\n";
        if (x_group_ > 1 || y_group_ > 1)
            out += fmt::format(fmt::runtime(words::heat_thinned.in(options_.language)), x_group_, y_group_) + "\n";
        if (!picture_.best) return out + said(words::heat_no_best) + "\n";
        std::string place = fmt::format("{}={}", picture_.x_name, picture_.x_values[*picture_.best % columns()]);
        if (!picture_.y_name.empty())
            place += fmt::format(" {}={}", picture_.y_name, picture_.y_values[*picture_.best / columns()]);
        const auto& value = picture_.values[*picture_.best];
        return out +
               fmt::format(fmt::runtime(words::heat_best_at.in(options_.language)),
                           value ? number(*value) : std::string("-"), place) +
               "\n";
    }

    const HeatMapPicture& picture_;
    const HeatMapTextOptions& options_;
    HeatScale scale_;
    std::size_t label_width_ = 0;
    std::size_t cell_width_ = 1;
    std::size_t x_group_ = 1;
    std::size_t y_group_ = 1;
    bool has_numbers_ = false;
};

}  // namespace

std::string heat_map_text(const HeatMapPicture& picture, const HeatMapTextOptions& options) {
    const std::size_t cells = picture.x_values.size() * picture.y_values.size();
    if (cells == 0 || picture.states.size() != cells || picture.values.size() != cells) return {};
    return TextMap(picture, options).run();
}

}  // namespace spark::report
