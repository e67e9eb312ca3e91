# The web page's files for the binary: build/web.pack, which `./dev build` makes before CMake is asked (CMake runs no npm).
# Without it the binary carries an empty pack and says so at `/`. Looked at in each build, written only when it changed,
# and then one file is assembled again. docs/adr/0010-web-page-files.md says why.
set(SPARK_WEB_PACK ${CMAKE_SOURCE_DIR}/build/web.pack CACHE FILEPATH "Pack of the web page to put into the binary")
set(SPARK_WEB_PACK_TAKEN ${CMAKE_BINARY_DIR}/web.pack)
add_custom_target(spark_web_pack_stamp
  COMMAND ${CMAKE_COMMAND} -DFROM=${SPARK_WEB_PACK} -DTO=${SPARK_WEB_PACK_TAKEN} -P ${CMAKE_SOURCE_DIR}/cmake/take_web_pack.cmake
  BYPRODUCTS ${SPARK_WEB_PACK_TAKEN} COMMENT "" VERBATIM)
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/surface/web/embedded_pack.cpp PROPERTIES
  COMPILE_DEFINITIONS "SPARK_WEB_PACK=\"${SPARK_WEB_PACK_TAKEN}\"" OBJECT_DEPENDS ${SPARK_WEB_PACK_TAKEN})
add_dependencies(spark_web spark_web_pack_stamp)
if(TARGET spark_web_test)  # one of its tests holds the file against what the binary carries
  target_compile_definitions(spark_web_test PRIVATE SPARK_WEB_PACK="${SPARK_WEB_PACK_TAKEN}")
endif()
