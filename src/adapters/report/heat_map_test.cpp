#include "adapters/report/heat_map.hpp"

#include <cairo/cairo.h>
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

namespace spark::report {
namespace {

/// 4 × 3 cells: a ranked one at either end, one of each other state, the best at (3, 2).
HeatMapPicture sample_picture() {
    using enum HeatState;
    HeatMapPicture picture{.title = "smaCross on BTCUSDT 1h",
                           .metric = "net_pnl",
                           .x_name = "fast",
                           .y_name = "slow",
                           .x_values = {"5", "10", "15", "20"},
                           .y_values = {"40", "60", "80"}};
    picture.states = {ranked, not_run, refused, no_trades, ranked, unranked,
                      ranked, ranked,  ranked,  ranked,    ranked, ranked};
    const auto none = std::nullopt;
    picture.values = {-1'000.0, none, none, none, 0.0, none, 12.5, 250.0, -500.0, 33.0, 999.96, 2'000.0};
    picture.best = 11;
    return picture;
}

HeatMapPicture unsigned_picture() {
    HeatMapPicture picture = sample_picture();
    for (auto& value : picture.values) {
        if (value) *value += 1'500;
    }
    return picture;
}

TEST(HeatScale, is_white_at_zero_and_of_one_reach_to_both_sides_when_signs_differ) {
    const HeatScale scale(sample_picture());

    EXPECT_TRUE(scale.is_signed());
    EXPECT_EQ(scale.colour(0), (Rgb{0xF7, 0xF7, 0xF7}));
    EXPECT_EQ(scale.colour(2'000), (Rgb{0xB3, 0x58, 0x06}));
    EXPECT_EQ(scale.share(-1'000), 0.25) << "half way to the blue end, as +1000 is to the orange one";
    EXPECT_LT(scale.colour(-1'000).red, scale.colour(-1'000).blue);
}

TEST(HeatScale, is_cividis_from_the_least_to_the_most_when_they_do_not) {
    const HeatScale scale(unsigned_picture());

    EXPECT_FALSE(scale.is_signed());
    EXPECT_EQ(scale.colour(500), (Rgb{0x00, 0x22, 0x4E}));
    EXPECT_EQ(scale.colour(2'000), (Rgb{0x7D, 0x7C, 0x78})) << "matplotlib's cividis(0.5)";
    EXPECT_EQ(scale.colour(3'500), (Rgb{0xFE, 0xE8, 0x38}));
}

TEST(HeatScale, has_a_colour_where_all_values_are_equal_or_none_is_there) {
    HeatMapPicture picture = sample_picture();
    for (auto& value : picture.values) value = 7;
    EXPECT_EQ(HeatScale(picture).share(7), 0.5);
    picture.states.assign(12, HeatState::no_trades);
    EXPECT_EQ(HeatScale(picture).least(), 0);
}

/// The pixels of a PNG, read by cairo.
class Pixels {
  public:
    explicit Pixels(std::string_view png) {
        void* const cairo = ::dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);
        if (cairo == nullptr) return;
        const auto read = reinterpret_cast<decltype(&::cairo_image_surface_create_from_png_stream)>(
            ::dlsym(cairo, "cairo_image_surface_create_from_png_stream"));
        const auto data =
            reinterpret_cast<decltype(&::cairo_image_surface_get_data)>(::dlsym(cairo, "cairo_image_surface_get_data"));
        const auto stride = reinterpret_cast<decltype(&::cairo_image_surface_get_stride)>(
            ::dlsym(cairo, "cairo_image_surface_get_stride"));
        const auto height = reinterpret_cast<decltype(&::cairo_image_surface_get_height)>(
            ::dlsym(cairo, "cairo_image_surface_get_height"));
        const auto destroy =
            reinterpret_cast<decltype(&::cairo_surface_destroy)>(::dlsym(cairo, "cairo_surface_destroy"));
        std::string_view rest = png;
        cairo_surface_t* const surface = read(
            [](void* from, unsigned char* into, unsigned int count) {
                auto& left = *static_cast<std::string_view*>(from);
                if (left.size() < count) return CAIRO_STATUS_READ_ERROR;
                std::memcpy(into, left.data(), count);
                left.remove_prefix(count);
                return CAIRO_STATUS_SUCCESS;
            },
            &rest);
        if (data(surface) != nullptr) {
            stride_ = static_cast<std::size_t>(stride(surface));
            bytes_.assign(data(surface), data(surface) + stride_ * static_cast<std::size_t>(height(surface)));
        }
        destroy(surface);
    }
    Rgb at(double x, double y) const {
        const std::size_t place = static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x) * 4;
        if (place + 3 >= bytes_.size()) return {};
        return {bytes_[place + 2], bytes_[place + 1], bytes_[place]};
    }

  private:
    std::vector<unsigned char> bytes_;
    std::size_t stride_ = 0;
};

class HeatMapPng : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto made = heat_map_png(sample_picture(), Language::en);
        if (!made && made.error().fault == Fault::unavailable) GTEST_SKIP() << made.error().message;
    }
    /// The colour near a cell's corner, where no number and no mark is.
    static Rgb at(const HeatMapPicture& picture, const Pixels& pixels, std::size_t x, std::size_t y, double part) {
        const HeatMapLayout layout = layout_of(picture);
        const double row = static_cast<double>(picture.y_values.size() - 1 - y);
        return pixels.at((layout.left + (static_cast<double>(x) + part) * layout.cell_width) * layout.pixels_a_point,
                         (layout.top + (row + part) * layout.cell_height) * layout.pixels_a_point);
    }
};

TEST_F(HeatMapPng, has_each_cell_in_the_scales_colour) {
    for (const HeatMapPicture& picture : {sample_picture(), unsigned_picture()}) {
        const HeatScale scale(picture);
        const Pixels pixels(heat_map_png(picture, Language::tr).value());

        for (std::size_t cell = 0; cell < picture.states.size(); ++cell) {
            const Rgb found = at(picture, pixels, cell % 4, cell / 4, 0.15);
            if (picture.states[cell] == HeatState::ranked) {
                EXPECT_EQ(found, scale.colour(*picture.values[cell])) << cell;
            }
        }
        EXPECT_EQ(at(picture, pixels, 1, 0, 0.5), (Rgb{0xC9, 0xCE, 0xD6})) << "grey: not run";
        EXPECT_NE(at(picture, pixels, 2, 0, 0.5), (Rgb{0xFF, 0xFF, 0xFF})) << "a cross: refused";
        EXPECT_EQ(at(picture, pixels, 2, 0, 0.05), (Rgb{0xFF, 0xFF, 0xFF}));
        EXPECT_NE(at(picture, pixels, 1, 1, 0.5), (Rgb{0xFF, 0xFF, 0xFF})) << "a dot: not ranked";
    }
}

TEST_F(HeatMapPng, outlines_the_best_point_and_the_best_plateau) {
    HeatMapPicture picture = sample_picture();
    picture.plateau = HeatArea{0, 1, 1, 2};
    const Pixels pixels(heat_map_png(picture, Language::en).value());

    EXPECT_EQ(at(picture, pixels, 3, 2, 0.0), (Rgb{0, 0, 0})) << "the best cell's corner";
    EXPECT_EQ(at(picture, pixels, 0, 2, 0.0), (Rgb{0, 0, 0})) << "the plateau's corner";
}

TEST_F(HeatMapPng, is_drawn_for_one_axis_and_for_the_largest_map) {
    HeatMapPicture row = sample_picture();
    row.y_name.clear();
    row.y_values = {""};
    row.states.resize(4);
    row.values.resize(4);
    row.best = 0;
    EXPECT_TRUE(heat_map_png(row, Language::en).has_value());

    HeatMapPicture large{.title = "large", .metric = "sharpe", .x_name = "x", .y_name = "y"};
    for (int value = 0; value < 500; ++value) {
        large.x_values.push_back(std::to_string(value));
        large.y_values.push_back(std::to_string(value));
    }
    large.states.assign(250'000, HeatState::ranked);
    for (int cell = 0; cell < 250'000; ++cell) large.values.emplace_back(std::sin(cell * 1e-4));
    EXPECT_TRUE(heat_map_png(large, Language::en).has_value());
    EXPECT_EQ(heat_map_png({}, Language::en).error().fault, Fault::invalid_input);
}

TEST(HeatMapText, is_numbers_with_shades_when_they_fit) {
    EXPECT_EQ(heat_map_text(sample_picture(), {.language = Language::en, .columns = 80}),
              R"(smaCross on BTCUSDT 1h
net_pnl

slow
  80    ░ −500   ▒ 33.0  ▓ 1.00k  █ 2.00k*
  60       ▒ 0        o   ▒ 12.5    ▒ 250
  40  ░ −1.00k                 x        /
             5       10       15       20
      fast

−1.00k ░▒▓█ 2.00k   / no trades   x refused   o not ranked   * best point
best 2.00k at fast=20 slow=80
)");
}

TEST(HeatMapText, is_shades_alone_when_they_do_not) {
    EXPECT_EQ(heat_map_text(sample_picture(), {.language = Language::tr, .columns = 20}),
              R"(smaCross on BTCUSDT 1h
net_pnl

slow
  80  ░░▒▒▓▓**
  60  ▒▒oo▒▒▒▒
  40  ░░  xx//
      5 10  20
      fast

−1,00k ░▒▓█ 2,00k   / işlem yok   x reddedildi   o sıralanmadı   * en iyi nokta
en iyi 2,00k, yeri fast=20 slow=80
)");
}

TEST(HeatMapText, takes_cells_together_in_a_narrow_terminal_and_says_so) {
    HeatMapPicture picture{.metric = "sharpe", .x_name = "x", .y_name = "y"};
    for (int value = 0; value < 100; ++value) picture.x_values.push_back(std::to_string(value));
    for (int value = 0; value < 90; ++value) picture.y_values.push_back(std::to_string(value));
    picture.states.assign(9'000, HeatState::ranked);
    for (int cell = 0; cell < 9'000; ++cell) picture.values.emplace_back(1 + cell % 7);
    picture.best = 6;

    const std::string text = heat_map_text(picture, {.columns = 50});

    EXPECT_NE(text.find("each place shows the greatest of 3 x 3 cells"), std::string::npos) << text;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::size_t letters = 0;
        for (const char one : text.substr(begin, end - begin))
            letters += (static_cast<unsigned char>(one) & 0xC0U) != 0x80U ? 1 : 0;
        EXPECT_LE(letters, 50U) << text;
        begin = end + 1;
    }
}

TEST(HeatMapText, has_colours_only_when_asked) {
    EXPECT_EQ(heat_map_text(sample_picture(), {.columns = 80}).find('\x1b'), std::string::npos);
    EXPECT_NE(heat_map_text(sample_picture(), {.columns = 80, .color = true}).find("\x1b[48;2;179;88;6m"),
              std::string::npos);
}

TEST(HeatMapPicture, is_read_from_a_map_of_the_file) {
    const auto json = wire::parse_json(R"({"metric":"objective","objective":"net_pnl","x":"fast","x_values":["5","10"],
        "y":null,"y_values":[],"states":"rx","values":[1.5,null],"best":{"x":0,"y":0,"number":7}})")
                          .value();

    const HeatMapPicture picture = read_heat_map(json).value();

    EXPECT_EQ(picture.metric, "net_pnl");
    EXPECT_EQ(picture.states, (std::vector{HeatState::ranked, HeatState::refused}));
    EXPECT_EQ(picture.values[0], 1.5);
    EXPECT_EQ(picture.best, 0U);
    for (const char* key : {"states", "values", "x_values", "best"}) {
        wire::Json broken = json;
        broken.set(key, wire::Json::array());
        EXPECT_FALSE(read_heat_map(broken).has_value()) << key;
    }
}

}  // namespace
}  // namespace spark::report
