#include "app/server/serve_verb.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <thread>

#include "app/cli/error_report.hpp"
#include "app/server/house.hpp"
#include "app/server/house_gate.hpp"
#include "app/server/operations/operations.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/synthetic_data.hpp"
#include "foundation/base/file_lock.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/net/server.hpp"
#include "surface/http/api.hpp"
#include "surface/http/ports.hpp"

namespace spark::server {
namespace {

constexpr std::int64_t first_bars = 20'000;
constexpr std::uint64_t first_seed = 7;

std::vector<std::string_view> split(std::string_view text, char sign) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(sign);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

/// `executor` is the planning documents' word for the role `api`.
std::string_view role_named(std::string_view text) { return text == "executor" ? "api" : text; }

Result<std::vector<net::Listener>> listeners_of_role(std::string_view roles) {
    const std::vector<std::string_view> asked = split(roles, ',');
    for (const std::string_view role : asked) {
        if (role == "all" || std::ranges::count(http::ports, role_named(role), &http::Port::role) != 0) continue;
        return fail(Fault::invalid_input,
                    fmt::format("found role '{}', allowed all, api, web, backtest, streams", shown(role)), "--role");
    }
    std::vector<net::Listener> listeners;
    for (const http::Port& port : http::ports) {
        const bool is_asked = std::ranges::any_of(
            asked, [&](std::string_view role) { return role == "all" || role_named(role) == port.role; });
        if (is_asked) listeners.push_back({std::string(port.name), port.number});
    }
    return listeners;
}

/// `api=4010` or `all=0`.
Result<void> set_port(std::string_view text, std::vector<net::Listener>& listeners) {
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    const std::string_view digits = equals == std::string_view::npos ? std::string_view{} : text.substr(equals + 1);
    std::uint16_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
        return fail(Fault::invalid_input,
                    fmt::format("found '{}', allowed NAME=NUMBER with a number from 0 to 65535", shown(text)), "--port",
                    "--port api=4010, or --port all=0 for free ports");
    bool is_set = false;
    for (net::Listener& listener : listeners) {
        if (name != "all" && name != listener.name) continue;
        listener.port = number;
        is_set = true;
    }
    if (is_set) return {};
    return fail(Fault::invalid_input,
                fmt::format("found port '{}', which none of the roles opens; there are all, api, executor, web, "
                            "backtest, streams",
                            shown(name)),
                "--port");
}

/// A folder without a data set gets two to begin with, so that the first backtest needs nothing else.
Result<void> make_first_data(verbs::Context& context) {
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, true));
    SPARK_TRY(const std::vector<store::DataSetEntry> entries, folder.list());
    if (!entries.empty()) return {};
    SPARK_TRY(const Timeframe timeframe, Timeframe::parse("1h"));
    for (const std::string_view name : {"BTCUSDT", "ETHUSDT"}) {
        SPARK_TRY(const Symbol symbol, Symbol::parse(name));
        SPARK_TRY(const verbs::SyntheticDataSet made,
                  save_synthetic(context,
                                 {.symbol = symbol, .timeframe = timeframe, .bars = first_bars, .seed = first_seed}));
        context.terminal.note(fmt::format(
            "{}: {}", cli::Text{"SYNTHETIC data made", "SENTETİK veri üretildi"}.in(context.terminal.language()),
            made.saved.id.text()));
    }
    return {};
}

/// As many connections as the system lets this process have.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    // Refused: it goes on with what it has; accepting then rests when it is used up.
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) return;
}

void announce(cli::Terminal& terminal, const net::Server& server) {
    if (terminal.options().json) {
        wire::Json numbers = wire::Json::object();
        for (const net::Listener& listener : server.listeners()) numbers.set(listener.name, listener.port);
        terminal.out_line(wire::to_text(wire::Json::object().set("ports", std::move(numbers)).set("env", "paper")));
        return;
    }
    terminal.out_line("Spark PAPER");
    for (const net::Listener& listener : server.listeners())
        terminal.out_line(fmt::format("{:<9} http://127.0.0.1:{}/", listener.name, listener.port));
}

void say_token(cli::Terminal& terminal, const AdminToken& token) {
    if (!token.fresh()) return;
    // Said even with --quiet: it is not kept, so there is no second chance.
    terminal.complain(
        fmt::format("{}: {}",
                    cli::Text{"x-admin-token, said this once and kept only as SHA-256",
                              "x-admin-token, yalnızca şimdi söylenir ve yalnızca SHA-256 olarak saklanır"}
                        .in(terminal.language()),
                    *token.fresh()));
}

void add_operations(House& house, http::Operations& operations) {
    add_system_operations(house, operations);
    add_data_operations(house, operations);
    add_strategy_operations(house, operations);
    add_backtest_operations(house, operations);
    add_job_operations(house, operations);
    add_evidence_operations(house, operations);
}

}  // namespace

Result<int> serve(verbs::Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(std::vector<net::Listener> listeners, listeners_of_role(invocation.text_or("role", "all")));
    for (const std::string& text : invocation.all("port")) SPARK_TRY(set_port(text, listeners));
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, true));
    SPARK_TRY(const FileLock lock, FileLock::acquire(folder.path() / ".serve.lock", "spark serve", {}));
    SPARK_TRY(AdminToken token, AdminToken::settle(context, folder.path()));
    say_token(context.terminal, token);
    SPARK_TRY(make_first_data(context));
    raise_descriptor_limit();

    House house(context, std::move(token));
    HouseGate gate(house);
    http::Operations operations;
    add_operations(house, operations);
    http::Api api(gate, operations, context.metrics);
    house.route_figures = [&api] { return api.route_figures_text(); };
    net::ServerSetup setup;
    setup.listeners = std::move(listeners);
    setup.handler = [&api](net::Request request) { return api.answer(std::move(request)); };
    setup.refuser = [&api](int status, std::string_view what) { return api.refuse(status, what); };
    setup.is_stop_wanted = [&context] { return context.cancelled(); };
    setup.limits.body_bytes_max = 1U << 20U;
    setup.body_limit = [&api](const net::Request& request) { return api.body_bytes_max(request); };
    SPARK_TRY(net::Server server, net::Server::open(std::move(setup)));
    house.is_draining = [&server] { return server.is_draining(); };
    announce(context.terminal, server);
    SPARK_TRY(context.terminal.flush());

    server.run();
    api.close();
    house.job_pool.close();
    return 0;
}

}  // namespace spark::server
