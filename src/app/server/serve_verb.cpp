#include "app/server/serve_verb.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <memory>
#include <thread>

#include "app/cli/error_report.hpp"
#include "app/server/go_live.hpp"
#include "app/server/house.hpp"
#include "app/server/house_gate.hpp"
#include "app/server/listeners.hpp"
#include "app/server/operations/operations.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/signals.hpp"
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
        terminal.out_line(fmt::format("{:<9} {}://{}:{}/", listener.name, listener.tls ? "https" : "http",
                                      listener.address, listener.port));
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

void say_password(cli::Terminal& terminal, const House& house) {
    if (!house.first_password) return;
    terminal.complain(fmt::format("{}: {}",
                                  cli::Text{"password of the user admin, said this once",
                                            "admin kullanıcısının parolası, yalnızca şimdi söylenir"}
                                      .in(terminal.language()),
                                  *house.first_password));
}

void add_operations(House& house, http::Operations& operations) {
    add_system_operations(house, operations);
    add_page_operations(house, operations);
    add_data_operations(house, operations);
    add_strategy_operations(house, operations);
    add_promotion_operations(house, operations);
    add_generation_operations(house, operations);
    add_backtest_operations(house, operations);
    add_optimization_operations(house, operations);
    add_job_operations(house, operations);
    add_evidence_operations(house, operations);
    add_identity_operations(house, operations);
    add_audit_operations(house, operations);
    add_settings_operations(house, operations);
    add_market_operations(house, operations);
    add_stream_operations(house, operations);
}

}  // namespace

Result<int> serve(verbs::Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(std::vector<net::Listener> listeners, listeners_of_role(invocation.text_or("role", "all")));
    for (const std::string& text : invocation.all("port")) SPARK_TRY(set_port(text, listeners));
    SPARK_TRY(set_tls(context.settings, listeners));
    SPARK_TRY(const store::DataFolder folder, open_data_folder(context, true));
    SPARK_TRY(const FileLock lock, FileLock::acquire(folder.path() / ".serve.lock", "spark serve", {}));
    SPARK_TRY(AdminToken token, AdminToken::settle(context, folder.path()));
    say_token(context.terminal, token);
    SPARK_TRY(make_first_data(context));
    raise_descriptor_limit();
    verbs::prepare_reload();

    SPARK_TRY(const std::unique_ptr<House> opened, House::open(context, std::move(token)));
    House& house = *opened;
    say_password(context.terminal, house);
    HouseGate gate(house);
    http::Operations operations;
    add_operations(house, operations);
    SPARK_TRY(house.start_jobs());
    http::ApiOptions options{.has_proxy = context.settings.flag("server.has_proxy")};
    options.has_page_file = [&house](std::string_view path) {
        return path == "/index.html" ? house.site->now()->shell.has_value() : house.site->now()->file(path) != nullptr;
    };
    http::Api api(gate, operations, context.metrics, options);
    house.route_figures = [&api] { return api.route_figures_text(); };
    net::ServerSetup setup;
    setup.listeners = std::move(listeners);
    setup.handler = [&api](net::Request request) { return api.answer(std::move(request)); };
    setup.refuser = [&api](int status, std::string_view what) { return api.refuse(status, what); };
    setup.is_stop_wanted = [&context] { return context.cancelled(); };
    setup.body_limit = [&api](const net::Request& request) { return api.body_bytes_max(request); };
    setup.is_reload_wanted = [] { return verbs::take_reload(); };
    setup.reloaded = [&house](const Result<void>& done) {
        wire::Json line = wire::Json::object();
        line.set("time", format_iso8601(house.context.now()))
            .set("event", "certificates_reloaded")
            .set("ok", done.has_value());
        if (!done) line.set("detail", done.error().message);
        house.log(line);
    };
    SPARK_TRY(net::Server server, net::Server::open(std::move(setup)));
    house.is_draining = [&server] { return server.is_draining(); };
    SPARK_TRY(go_live(house));
    announce(context.terminal, server);
    SPARK_TRY(context.terminal.flush());

    server.run();
    api.close();
    house.stop();
    return 0;
}

}  // namespace spark::server
