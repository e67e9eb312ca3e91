#pragma once

#include <array>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::web {

/// How the page looks before its script has run.
struct Look {
    std::string language = "en";
    std::string theme = "dark";
};

/// What somebody keeps as appearance (`spark.appearance/1`; null: nobody has) goes before what the request asks for.
/// `system` is the browser's to know: the page begins dark, and its script looks.
Look look_of(const wire::Json* appearance, std::string_view language_asked);

/// JSON as it may stand in a page's script element: no character in it can end the element or a line of script.
std::string script_json(const wire::Json& json);

/// The page's index.html with the two places that are filled in for each request.
class Shell {
  public:
    /// Both stand in index.html exactly once, the first before the second.
    static constexpr std::string_view html_tag = R"(<html lang="en" data-theme="dark">)";
    static constexpr std::string_view boot_line = R"(<script type="application/json" id="spark-boot">null</script>)";

    /// The text outlives the shell. Errors: corrupt when a place is missing or there twice.
    static Result<Shell> of(std::string_view index_html);

    std::string render(const Look& look, const wire::Json& boot) const;

  private:
    std::array<std::string_view, 3> parts_{};  ///< Before, between and behind the two places.
};

}  // namespace spark::web
