#pragma once

#include <array>

#include "adapters/database/migrations/idempotency.hpp"
#include "adapters/database/migrations/identity.hpp"
#include "adapters/database/migrations/jobs.hpp"
#include "adapters/database/migrations/planning_tables.hpp"
#include "adapters/database/migrations/settings.hpp"

namespace spark::database {

/// THE list of migrations, in the order they are applied; a migration's version is its place, from 1. New ones go to
/// the end; a released one is never changed, moved or removed.
inline constexpr std::array migrations{
    planning_tables, settings_table, idempotency_table, identity_tables, jobs_tables,
};

consteval bool migrations_hold() {
    for (std::size_t index = 0; index < migrations.size(); ++index) {
        if (migrations[index].name.empty() || migrations[index].sql.empty()) return false;
        for (std::size_t other = 0; other < index; ++other) {
            if (migrations[other].name == migrations[index].name) return false;
        }
    }
    return true;
}
static_assert(migrations_hold(), "a migration has no name, no SQL or the name of another");

}  // namespace spark::database
