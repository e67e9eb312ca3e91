#include "surface/http/outcome.hpp"

namespace spark::http {

using wire::Json;

Outcome Outcome::of(Json json, int status) { return {.status = status, .json = std::move(json)}; }

Outcome Outcome::made(Json json, std::string location) {
    return Outcome{.status = 201, .json = std::move(json)}.with("Location", std::move(location));
}

Outcome Outcome::text(std::string media_type, std::string text) {
    return {.body = std::move(text), .media_type = std::move(media_type)};
}

Outcome Outcome::with(std::string name, std::string value) && {
    headers.push_back({std::move(name), std::move(value)});
    return std::move(*this);
}

Outcome page_outcome(Page page) {
    Json list = Json::array();
    for (Json& row : page.rows) list.push(std::move(row));
    return Outcome::of(Json::object()
                           .set("data", std::move(list))
                           .set("has_more", !page.next_cursor.empty())
                           .set("next_cursor", page.next_cursor.empty() ? Json(nullptr) : Json(page.next_cursor)));
}

}  // namespace spark::http
