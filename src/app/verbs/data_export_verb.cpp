#include "app/verbs/csv_pieces.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/data_verb.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::verbs {
namespace {

Result<void> export_to_file(const market::CandleColumns& columns, const std::filesystem::path& path) {
    SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
    CsvPieces pieces(columns);
    while (!pieces.done()) SPARK_TRY(file.write(pieces.next()));
    return file.publish(path, UnfinishedFile::WhenThere::replace);
}

}  // namespace

Result<int> data_export(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::MappedDataSet data_set, open_checked(context, invocation.positional(0)));
    const std::string_view out = invocation.required_text("out");
    const market::CandleColumns columns = data_set.columns();
    if (out != "-") {
        SPARK_TRY(export_to_file(columns, std::filesystem::path(out)));
        if (context.terminal.options().json) {
            context.terminal.out_line(wire::to_text(wire::Json::object()
                                                        .set("schema", "spark.export/1")
                                                        .set("dataset", data_set.id().text())
                                                        .set("rows", columns.size())
                                                        .set("out", out)));
        }
        return 0;
    }
    CsvPieces pieces(columns);
    while (!pieces.done() && !context.terminal.reader_gone() && !context.cancelled()) {
        context.terminal.out(pieces.next());
        SPARK_TRY(context.terminal.flush());
    }
    return context.cancelled() ? context.cancelled_exit_code() : 0;
}

}  // namespace spark::verbs
