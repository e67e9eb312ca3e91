#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/server/house.hpp"
#include "engine/feed/health.hpp"
#include "foundation/wire/json.hpp"

namespace spark::server {

/// The roll-up of the status bar, GREEN, YELLOW or RED, and why it is not GREEN.
struct Health {
    std::string_view color = "GREEN";
    std::vector<std::string> reasons{};
};

/// RED: a feed is down, or the audit log takes nothing. YELLOW: a feed connects, is silent, or its P95 drift is above
/// 1,000 ms. A feed that is closed or delayed by the venue's rule is well.
Health health_of(const std::vector<feed::HealthReport>& reports, bool is_audit_log_whole);

/// What the topic `status` and GET /api/v1/status say of this moment: health, worst drift, feeds, jobs, streams.
wire::Json live_status_json(const House& house);

/// The document of GET /api/feeds/health.
wire::Json feed_health_json(const House& house);

}  // namespace spark::server
