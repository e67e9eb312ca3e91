#include "app/remote/projection.hpp"

#include <algorithm>
#include <string>

namespace spark::remote {

using wire::Json;

Json only(const Json& json, std::span<const std::string_view> keys) {
    Json out = Json::object();
    for (const std::string_view key : keys)
        if (const Json* const value = json.find(key)) out.set(std::string(key), *value);
    return out;
}

Json without(const Json& json, std::span<const std::string_view> keys) {
    Json out = Json::object();
    const auto members = json.as_object();
    if (!members) return out;
    for (const wire::JsonMember& member : *members)
        if (std::ranges::count(keys, member.key) == 0) out.set(member.key, member.value);
    return out;
}

}  // namespace spark::remote
