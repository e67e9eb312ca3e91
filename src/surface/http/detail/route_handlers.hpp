#pragma once

#include "foundation/base/result.hpp"
#include "foundation/net/message.hpp"
#include "foundation/wire/json.hpp"
#include "surface/http/route.hpp"

/// What the routes do once they are found and the caller is let in. One function a route.
namespace spark::http::detail {

net::Response json_response(int status, const wire::Json& json);
net::Response refused(const Call& call, const Error& error);

net::Response status_page(Call& call);
net::Response healthz(Call& call);
net::Response readyz(Call& call);
net::Response metrics(Call& call);
net::Response openapi(Call& call);
net::Response docs_page(Call& call);
net::Response status(Call& call);
net::Response data_sets(Call& call);
net::Response strategies(Call& call);
net::Response strategy(Call& call);
net::Response backtests(Call& call);
net::Response backtest(Call& call);
net::Response job(Call& call);
net::Response evidence(Call& call);

}  // namespace spark::http::detail
