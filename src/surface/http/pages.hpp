#pragma once

#include <string>
#include <string_view>

#include "surface/http/words.hpp"

namespace spark::http {

class Backend;

/// What runs here and the newest runs, as a page without script. Reads the disk: pool threads only.
std::string status_page_html(Backend& backend, Language language);

/// The route table as a page without script.
std::string docs_page_html(Language language);

/// Text as it may stand in a page, between tags and in attributes.
std::string html_text(std::string_view text);

}  // namespace spark::http
