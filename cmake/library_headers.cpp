// Stands for the precompiled headers of the libraries (cmake/modules.cmake).
