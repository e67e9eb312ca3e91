#include "app/workers/fleet_line.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "app/verbs/run_rules.hpp"
#include "app/verbs/strategy_json.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/files.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::workers {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t secret_bytes_max = 4'096;
constexpr std::size_t key_bytes_least = 16;
constexpr std::size_t data_bytes_max = 4ULL << 30U;

/// The first line of a file that nobody else may read.
Result<std::string> read_secret(const fs::path& path) {
    struct stat about{};
    if (::stat(path.c_str(), &about) != 0) return fail(file_error("read", path, errno));
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(Fault::denied, fmt::format("found mode {:04o}, allowed 0600", about.st_mode & 07777U),
                    path.string(), fmt::format("chmod 600 {}", path.string()));
    SPARK_TRY(std::string text, read_file(path, secret_bytes_max));
    text.resize(std::min(text.find_first_of("\r\n"), text.size()));
    return text;
}

/// The strategy as a document, where a worker does not have it by its name: one of this machine's data folder.
Result<void> put_document(const strategy::Definition& definition, wire::Json& backtest) {
    const auto is_here = std::ranges::count(strategy::built_in_names(), definition.name()) != 0;
    if (is_here || definition.document() == nullptr || backtest.find("document") != nullptr) return {};
    wire::Json document = strategy::to_json(*definition.document(), strategy::DocumentForm::full);
    const auto back = strategy::load_definition(wire::to_text(document), "document", strategy::DocumentSyntax::json);
    if (!back || verbs::strategy_sha256(*back) != verbs::strategy_sha256(definition))
        return fail(Fault::invalid_input, "the strategy cannot be sent to workers without changing it", "STRATEGY",
                    "leave out --nats");
    wire::Json made = wire::Json::object();
    for (const wire::JsonMember& member : backtest.as_object().value())
        if (member.key != "strategy") made.set(member.key, member.value);
    backtest = std::move(made.set("document", std::move(document)));
    return {};
}

/// A bench of a job, and who runs its sets.
class JobExecutor final : public optimizer::Executor {
  public:
    explicit JobExecutor(std::unique_ptr<optimizer::Bench> bench, std::size_t threads)
        : bench_(std::move(bench)), inner_(optimizer::local_executor(*bench_, threads)) {}

    std::size_t appetite() const override { return inner_->appetite(); }
    Result<void> give(std::vector<optimizer::Task> tasks) override { return inner_->give(std::move(tasks)); }
    Result<std::vector<optimizer::TaskResult>> take(int wait_ms) override { return inner_->take(wait_ms); }
    std::size_t under_way() const override { return inner_->under_way(); }
    void stop() override { inner_->stop(); }
    std::size_t workers() const override { return inner_->workers(); }
    double cpu_ms() const override { return inner_->cpu_ms(); }

  private:
    std::unique_ptr<optimizer::Bench> bench_;
    std::unique_ptr<optimizer::Executor> inner_;
};

}  // namespace

Result<bus::Bus> open_bus(const cli::Invocation& invocation, Part part, const std::string& name) {
    bus::Address address{.url = std::string(invocation.required_text("nats")), .name = name};
    address.user = invocation.text_or("user", "");
    address.tls_ca_file = invocation.text_or("tls-ca", "");
    address.credentials_file = invocation.text_or("creds", "");
    if (const auto file = invocation.text("password-file")) {
        SPARK_TRY(address.password, read_secret(*file));
    }
    if (!address.credentials_file.empty()) {
        SPARK_TRY(read_secret(address.credentials_file));
    }
    // deploy/nats: each kind of user hears its own answers only.
    address.inbox = part == Part::worker ? "_INBOX_worker" : "_INBOX_coordinator";
    return bus::Bus::connect(address);
}

Result<std::string> read_key(const cli::Invocation& invocation) {
    const auto file = invocation.text("key-file");
    if (!file) return std::string();
    SPARK_TRY(std::string key, read_secret(*file));
    if (key.size() < key_bytes_least)
        return fail(Fault::invalid_input,
                    fmt::format("found a key of {} characters, allowed {} or more", key.size(), key_bytes_least),
                    "--key-file", "openssl rand -hex 32 > FILE; chmod 600 FILE");
    return key;
}

Result<BenchFiles> files_of(const verbs::Context& context, const optimizer::Bench& bench) {
    BenchFiles made;
    optimizer::Order order = bench.order;
    // What the settings of this machine say is no rule of another one's.
    for (const wire::JsonMember& rule : verbs::rule_fields_json(bench.loaded.asked().rules).as_object().value())
        order.backtest.set(rule.key, rule.value);
    SPARK_TRY(put_document(bench.definition(), order.backtest));
    made.spec.order = order.json();
    std::error_code problem;
    const fs::path folder = fs::absolute(verbs::data_dir(context), problem);
    for (const store::MappedDataSet* data_set : bench.loaded.all_data_sets()) {
        const fs::path path = fs::absolute(data_set->path(), problem);
        SPARK_TRY(const std::string bytes, read_file(path, data_bytes_max));
        made.spec.files.push_back({.path = path.lexically_relative(folder).string(),
                                   .sha256 = crypto::sha256_hex(bytes),
                                   .bytes = bytes.size()});
        made.paths.push_back(path);
    }
    return made;
}

Result<std::unique_ptr<optimizer::Executor>> open_bench(const verbs::Context& context, const JobSpec& spec,
                                                        const fs::path& data_folder, std::size_t threads) {
    SPARK_TRY(optimizer::Order order, optimizer::Order::parse(wire::to_text(spec.order)));
    SPARK_TRY(const config::Settings settings,
              config::Settings::read({.flags = {{"data.dir", "--data-dir", data_folder.string()}}, .environment = {}}));
    const std::optional<Error> no_problem;
    verbs::Context job{.terminal = context.terminal,
                       .settings = settings,
                       .settings_problem = no_problem,
                       .environment = context.environment,
                       .metrics = context.metrics,
                       .cancel = context.cancel,
                       .ids = context.ids,
                       .nonces = context.nonces,
                       .command_line = context.command_line,
                       .wall_clock = context.wall_clock,
                       .steady_clock = context.steady_clock};
    auto bench = std::make_unique<optimizer::Bench>();
    SPARK_TRY(optimizer::Bench::set_up(job, std::move(order), *bench));
    return std::unique_ptr<optimizer::Executor>(std::make_unique<JobExecutor>(std::move(bench), threads));
}

}  // namespace spark::workers
