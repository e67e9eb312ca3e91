#pragma once

#include <string>
#include <string_view>

#include "adapters/report/report_page.hpp"

namespace spark::report {

/// The report as one HTML file: style and pictures inside, no script, nothing loaded from anywhere. Light or dark as
/// the reader's system asks, made for A4 when printed. The same page gives the same bytes.
std::string to_html(const ReportPage& page);

/// Text with `& < > " '` as HTML writes them, control characters but line feed and tab as U+FFFD.
std::string escaped(std::string_view text);

/// A picture as an SVG element with title and description.
std::string to_svg(const Drawing& drawing, std::string_view title, std::string_view description);

}  // namespace spark::report
