#include "adapters/report/detail/pdf_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <string>

/// Asked by the leak checker of sanitizer builds and by nobody else: fontconfig 2.14 loses 288 bytes of the
/// configuration it reads, once a process.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }

namespace spark::report::detail {
namespace {

constexpr const char* file = "libpangocairo-1.0.so.0";  // and by it libpango, libcairo, libgobject
constexpr const char* remedy = "apt-get install libpangocairo-1.0-0 fonts-dejavu-core";

/// Finds functions in the library and those it needs; remembers the first that is not there.
class Finder {
  public:
    explicit Finder(void* handle) : handle_(handle) {}

    template <class Function>
    void find(const char* name, Function& function) {
        function = reinterpret_cast<Function>(::dlsym(handle_, name));
        if (function == nullptr && missing_.empty()) missing_ = name;
    }
    const std::string& missing() const { return missing_; }

  private:
    void* handle_;
    std::string missing_;
};

}  // namespace

Result<PdfLibrary> PdfLibrary::open() {
    void* const handle = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr)
        return fail(Fault::unavailable, fmt::format("a PDF needs {}, which is not installed", file), "--pdf", remedy);
    Finder finder(handle);
    PdfLibrary library;
    finder.find("cairo_pdf_surface_create_for_stream", library.pdf_surface_create_for_stream);
    finder.find("cairo_pdf_surface_set_metadata", library.pdf_surface_set_metadata);
    finder.find("cairo_image_surface_create", library.image_surface_create);
    finder.find("cairo_surface_write_to_png_stream", library.surface_write_to_png_stream);
    finder.find("cairo_scale", library.scale);
    finder.find("cairo_surface_finish", library.surface_finish);
    finder.find("cairo_surface_status", library.surface_status);
    finder.find("cairo_surface_destroy", library.surface_destroy);
    finder.find("cairo_status_to_string", library.status_to_string);
    finder.find("cairo_create", library.create);
    finder.find("cairo_destroy", library.destroy);
    finder.find("cairo_show_page", library.show_page);
    finder.find("cairo_set_source_rgb", library.set_source_rgb);
    finder.find("cairo_set_line_width", library.set_line_width);
    finder.find("cairo_set_dash", library.set_dash);
    finder.find("cairo_move_to", library.move_to);
    finder.find("cairo_line_to", library.line_to);
    finder.find("cairo_close_path", library.close_path);
    finder.find("cairo_rectangle", library.rectangle);
    finder.find("cairo_stroke", library.stroke);
    finder.find("cairo_fill", library.fill);
    finder.find("pango_cairo_font_map_new", library.font_map_new);
    finder.find("pango_font_map_create_context", library.font_map_create_context);
    finder.find("pango_cairo_update_context", library.update_context);
    finder.find("pango_layout_new", library.layout_new);
    finder.find("pango_cairo_show_layout", library.show_layout);
    finder.find("pango_layout_set_text", library.layout_set_text);
    finder.find("pango_layout_set_font_description", library.layout_set_font);
    finder.find("pango_layout_set_width", library.layout_set_width);
    finder.find("pango_layout_set_wrap", library.layout_set_wrap);
    finder.find("pango_layout_set_alignment", library.layout_set_alignment);
    finder.find("pango_layout_get_size", library.layout_get_size);
    finder.find("pango_layout_get_baseline", library.layout_get_baseline);
    finder.find("pango_font_description_from_string", library.font_from_string);
    finder.find("pango_font_description_free", library.font_free);
    finder.find("g_object_unref", library.unref);
    if (finder.missing().empty()) return library;
    return fail(Fault::unavailable, fmt::format("{} lacks {}", file, finder.missing()), "--pdf", remedy);
}

}  // namespace spark::report::detail
