#include "engine/audit/canonical.hpp"

#include <algorithm>
#include <span>

#include "foundation/crypto/sha256.hpp"

namespace spark::audit {
namespace {

using wire::Json;
using wire::JsonMember;

// Depth is bounded by what parse_json admits, or by the caller that built the value.
Json sorted(const Json& json) {
    if (const auto elements = json.as_array()) {
        Json out = Json::array();
        for (const Json& element : *elements) out.push(sorted(element));
        return out;
    }
    if (const auto members = json.as_object()) {
        std::vector<const JsonMember*> order;
        for (const JsonMember& member : *members) order.push_back(&member);
        std::ranges::sort(order, {}, &JsonMember::key);
        std::vector<std::string> keys;
        Json::Array values;
        for (const JsonMember* member : order) {
            keys.push_back(member->key);
            values.push_back(sorted(member->value));
        }
        return Json::object_of(std::move(keys), std::move(values));
    }
    return json;
}

}  // namespace

std::string canonical_text(const Json& json) { return wire::to_text(sorted(json)); }

std::string self_hash(const Json& json) {
    Json without = Json::object();
    if (const auto members = json.as_object()) {
        for (const JsonMember& member : *members) {
            if (member.key != "hash") without.set(member.key, member.value);
        }
    }
    return crypto::sha256_hex(canonical_text(without));
}

}  // namespace spark::audit
