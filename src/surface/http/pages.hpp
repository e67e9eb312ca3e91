#pragma once

#include <span>
#include <string>
#include <string_view>

#include "foundation/wire/json.hpp"
#include "surface/http/words.hpp"

namespace spark::http {

/// What the page shows: documents as the API gives them.
struct StatusPage {
    wire::Json status;
    std::span<const wire::Json> data_sets;
    std::span<const wire::Json> runs;
};

/// What runs here and the newest runs, as a page without script.
std::string status_page_html(const StatusPage& page, Language language);

/// The same in a build without the web page, at the page's address; null: for who may not look.
std::string missing_page_html(const StatusPage* page, Language language);

/// The route table as a page without script.
std::string docs_page_html(Language language);

/// Text as it may stand in a page, between tags and in attributes.
std::string html_text(std::string_view text);

}  // namespace spark::http
