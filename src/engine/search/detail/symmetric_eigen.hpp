#pragma once

#include <cstddef>
#include <vector>

namespace spark::search::detail {

/// A square matrix by rows.
struct Matrix {
    std::size_t size = 0;
    std::vector<double> cells{};

    static Matrix identity(std::size_t size);
    double& at(std::size_t row, std::size_t column) { return cells[row * size + column]; }
    double at(std::size_t row, std::size_t column) const { return cells[row * size + column]; }
};

struct SymmetricEigen {
    std::vector<double> values;
    Matrix vectors;  ///< A column each, in the order of the values; orthonormal.
};

/// Of a symmetric matrix, by cyclic Jacobi rotations in a fixed order (Golub and Van Loan, Matrix Computations, 8.5).
SymmetricEigen symmetric_eigen(Matrix matrix);

}  // namespace spark::search::detail
