#include "app/lab/policy_settings.hpp"

namespace spark::lab {

policy::Policy policy_of(const config::Settings& settings) {
    return {.is_stop_wanted = settings.flag("policy.stop_wanted"),
            .stop_loss_pct_max = settings.decimal_units("policy.stop_loss_pct_max"),
            .equity_share_max = settings.decimal_units("policy.equity_share_max"),
            .risk_share_max = settings.decimal_units("policy.risk_share_max"),
            .leverage_max = settings.decimal_units("policy.leverage_max"),
            .is_drawdown_limit_wanted = settings.flag("policy.drawdown_limit_wanted"),
            .max_drawdown_pct_max = settings.decimal_units("policy.max_drawdown_pct_max"),
            .is_daily_limit_wanted = settings.flag("policy.daily_limit_wanted"),
            .daily_loss_pct_max = settings.decimal_units("policy.daily_loss_pct_max"),
            .entries_max = settings.integer("policy.entries_max"),
            .parameters_max = settings.integer("policy.parameters_max"),
            .may_short = settings.flag("policy.short_allowed")};
}

}  // namespace spark::lab
