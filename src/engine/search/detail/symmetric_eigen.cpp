#include "engine/search/detail/symmetric_eigen.hpp"

#include <cmath>

namespace spark::search::detail {
namespace {

struct Rotation {
    double cosine = 1;
    double sine = 0;
};

/// The rotation that makes the cell (p, q) zero.
Rotation rotation_of(double pp, double qq, double pq) {
    const double theta = (qq - pp) / (2 * pq);
    const double sign = theta < 0 ? -1 : 1;
    const double tangent = sign / (std::abs(theta) + std::sqrt(theta * theta + 1));
    const double cosine = 1 / std::sqrt(tangent * tangent + 1);
    return {cosine, tangent * cosine};
}

void rotate_columns(Matrix& matrix, std::size_t p, std::size_t q, Rotation by) {
    for (std::size_t row = 0; row < matrix.size; ++row) {
        const double left = matrix.at(row, p);
        const double right = matrix.at(row, q);
        matrix.at(row, p) = by.cosine * left - by.sine * right;
        matrix.at(row, q) = by.sine * left + by.cosine * right;
    }
}

void rotate_rows(Matrix& matrix, std::size_t p, std::size_t q, Rotation by) {
    for (std::size_t column = 0; column < matrix.size; ++column) {
        const double upper = matrix.at(p, column);
        const double lower = matrix.at(q, column);
        matrix.at(p, column) = by.cosine * upper - by.sine * lower;
        matrix.at(q, column) = by.sine * upper + by.cosine * lower;
    }
}

}  // namespace

Matrix Matrix::identity(std::size_t size) {
    Matrix made{.size = size, .cells = std::vector<double>(size * size, 0.0)};
    for (std::size_t at = 0; at < size; ++at) made.at(at, at) = 1;
    return made;
}

SymmetricEigen symmetric_eigen(Matrix matrix) {
    constexpr int sweeps_max = 60;  // it converges quadratically: six to ten are usual
    SymmetricEigen made{.values = {}, .vectors = Matrix::identity(matrix.size)};
    for (int sweep = 0; sweep < sweeps_max; ++sweep) {
        bool has_turned = false;
        for (std::size_t p = 0; p < matrix.size; ++p) {
            for (std::size_t q = p + 1; q < matrix.size; ++q) {
                const double cell = matrix.at(p, q);
                const double scale = std::sqrt(std::abs(matrix.at(p, p) * matrix.at(q, q)));
                if (cell == 0 || std::abs(cell) <= 1e-16 * scale) continue;
                const Rotation by = rotation_of(matrix.at(p, p), matrix.at(q, q), cell);
                rotate_columns(matrix, p, q, by);
                rotate_rows(matrix, p, q, by);
                matrix.at(p, q) = 0;
                matrix.at(q, p) = 0;
                rotate_columns(made.vectors, p, q, by);
                has_turned = true;
            }
        }
        if (!has_turned) break;
    }
    for (std::size_t at = 0; at < matrix.size; ++at) made.values.push_back(matrix.at(at, at));
    return made;
}

}  // namespace spark::search::detail
