#include "engine/identity/refusal.hpp"

namespace spark::identity {
namespace {

Fault fault_of(Refusal reason) {
    if (reason == Refusal::throttled) return Fault::exhausted;
    if (reason == Refusal::last_admin) return Fault::conflict;
    return Fault::denied;
}

}  // namespace

Refused::Refused(Refusal why, std::chrono::seconds wait)
    : reason(why), retry_after(wait), error{.fault = fault_of(why), .message = std::string(rule_of(why).what)} {}

std::unexpected<Refused> refuse(Refusal reason, std::chrono::seconds retry_after) {
    return std::unexpected<Refused>(Refused(reason, retry_after));
}

}  // namespace spark::identity
