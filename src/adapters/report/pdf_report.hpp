#pragma once

#include <string>

#include "adapters/report/report_page.hpp"
#include "foundation/base/result.hpp"

namespace spark::report {

/// The report as PDF: A4, light, the wide pictures, embedded fonts. The file's dates are the run's, so the same page
/// gives the same bytes on a machine as long as its fonts and libraries stay. Errors: unavailable, when Pango and cairo
/// are not installed or refuse; invalid_input, when the run's time cannot be read.
Result<std::string> to_pdf(const ReportPage& page);

}  // namespace spark::report
