# What a binary says of itself. The generated source is made again at each build and written only when it changed, and only
# the app's executables link it: a commit recompiles one tiny file and relinks those alone.
find_package(Git QUIET)
string(TOUPPER "${CMAKE_BUILD_TYPE}" SPARK_BUILD_TYPE_UPPER)
set(SPARK_BUILD_INFO_SOURCE ${CMAKE_BINARY_DIR}/generated/build_info.cpp)
set(SPARK_BUILD_INFO_ARGUMENTS -DOUT=${SPARK_BUILD_INFO_SOURCE} -DSOURCE_DIR=${CMAKE_SOURCE_DIR}
  -DTEMPLATE=${CMAKE_SOURCE_DIR}/cmake/build_info.cpp.in -DGIT=${GIT_EXECUTABLE} -DVERSION=${PROJECT_VERSION}
  "-DCOMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" -DBUILD_TYPE=${CMAKE_BUILD_TYPE}
  "-DFLAGS=${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${SPARK_BUILD_TYPE_UPPER}}" -DSANITIZE=${SPARK_SANITIZE}
  -P ${CMAKE_SOURCE_DIR}/cmake/make_build_info.cmake)
add_custom_target(spark_build_info_stamp COMMAND ${CMAKE_COMMAND} ${SPARK_BUILD_INFO_ARGUMENTS}
  BYPRODUCTS ${SPARK_BUILD_INFO_SOURCE} COMMENT "" VERBATIM)
add_library(spark_build_info STATIC ${SPARK_BUILD_INFO_SOURCE})
add_dependencies(spark_build_info spark_build_info_stamp)
target_link_libraries(spark_build_info PRIVATE spark_flags)
