#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.method = Method::post,
          .path = "/api/v1/strategies/generate",
          .operation = "strategies.generate",
          .group = Group::strategies,
          .right = Right::research,
          .rate = RateClass::compute,
          .once = Once::allowed,
          .summary = {"Make a strategy document of a sentence; what came of it is kept, also when it failed",
                      "Bir cümleden strateji belgesi yap; sonucu, başarısız olsa da saklanır"},
          .request_schema = "GenerationOrder",
          .response_schema = "Generation",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -d ')"
                     R"({"prompt":"buy when the 20 bar average crosses over the 50 bar one, stop 3 percent"}')",
          .status = 201,
          .gives_job = true},
    Route{.method = Method::post,
          .path = "/api/v1/strategies/policy",
          .operation = "strategies.policy",
          .group = Group::strategies,
          .right = Right::look,
          .rate = RateClass::compute,
          .summary = {"What in a document breaks the desk's policy, and the document mended",
                      "Bir belgede masanın kurallarını ne bozuyor, ve düzeltilmiş belge"},
          .request_schema = "StrategyCheck",
          .response_schema = "PolicyCheck",
          .example = R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -d ')"
                     R"({"document":"name = \"mine\"\nversion = 1\n[long]\nenter = \"close > open\"\n"}')",
          .only_asks = true},
    Route{.path = "/api/v1/generations",
          .operation = "generations.list",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"What was made of sentences, newest first", "Cümlelerden yapılanlar, en yenisi önce"},
          .response_schema = "GenerationList",
          .query = "limit cursor"},
    Route{.path = "/api/v1/generations/providers",
          .operation = "generations.providers",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"Who can be asked to write a strategy here, and why not who cannot",
                      "Burada strateji yazması istenebilecekler, istenemeyenlerin nedeniyle"},
          .response_schema = "GenerationProviders"},
    Route{.path = "/api/v1/generations/{id}",
          .operation = "generations.show",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"What was made of one sentence, and why", "Bir cümleden ne, neden yapıldı"},
          .response_schema = "Generation"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> generations() { return rows; }

}  // namespace spark::http::topics
