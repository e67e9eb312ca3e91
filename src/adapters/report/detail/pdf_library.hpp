#pragma once

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include "foundation/base/result.hpp"

namespace spark::report::detail {

/// Functions of cairo and Pango, found when the first PDF or picture is made: a binary linked against them would load
/// thirty libraries at each start and need them for everything else, too.
struct PdfLibrary {
    decltype(&::cairo_pdf_surface_create_for_stream) pdf_surface_create_for_stream = nullptr;
    decltype(&::cairo_pdf_surface_set_metadata) pdf_surface_set_metadata = nullptr;
    decltype(&::cairo_image_surface_create) image_surface_create = nullptr;
    decltype(&::cairo_surface_write_to_png_stream) surface_write_to_png_stream = nullptr;
    decltype(&::cairo_scale) scale = nullptr;
    decltype(&::cairo_surface_finish) surface_finish = nullptr;
    decltype(&::cairo_surface_status) surface_status = nullptr;
    decltype(&::cairo_surface_destroy) surface_destroy = nullptr;
    decltype(&::cairo_status_to_string) status_to_string = nullptr;
    decltype(&::cairo_create) create = nullptr;
    decltype(&::cairo_destroy) destroy = nullptr;
    decltype(&::cairo_show_page) show_page = nullptr;
    decltype(&::cairo_set_source_rgb) set_source_rgb = nullptr;
    decltype(&::cairo_set_line_width) set_line_width = nullptr;
    decltype(&::cairo_set_dash) set_dash = nullptr;
    decltype(&::cairo_move_to) move_to = nullptr;
    decltype(&::cairo_line_to) line_to = nullptr;
    decltype(&::cairo_close_path) close_path = nullptr;
    decltype(&::cairo_rectangle) rectangle = nullptr;
    decltype(&::cairo_stroke) stroke = nullptr;
    decltype(&::cairo_fill) fill = nullptr;
    decltype(&::pango_cairo_font_map_new) font_map_new = nullptr;
    decltype(&::pango_font_map_create_context) font_map_create_context = nullptr;
    decltype(&::pango_cairo_update_context) update_context = nullptr;
    decltype(&::pango_layout_new) layout_new = nullptr;
    decltype(&::pango_cairo_show_layout) show_layout = nullptr;
    decltype(&::pango_layout_set_text) layout_set_text = nullptr;
    decltype(&::pango_layout_set_font_description) layout_set_font = nullptr;
    decltype(&::pango_layout_set_width) layout_set_width = nullptr;
    decltype(&::pango_layout_set_wrap) layout_set_wrap = nullptr;
    decltype(&::pango_layout_set_alignment) layout_set_alignment = nullptr;
    decltype(&::pango_layout_get_size) layout_get_size = nullptr;
    decltype(&::pango_layout_get_baseline) layout_get_baseline = nullptr;
    decltype(&::pango_font_description_from_string) font_from_string = nullptr;
    decltype(&::pango_font_description_free) font_free = nullptr;
    decltype(&::g_object_unref) unref = nullptr;

    /// Loads them, once a process; they stay. Errors: unavailable, naming what is missing and the package.
    static Result<PdfLibrary> open();
};

}  // namespace spark::report::detail
