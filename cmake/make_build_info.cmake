# Run at build time by the target spark_build_info_stamp. Without git, or outside a clone, the commit is "unknown".
set(COMMIT "unknown")
set(DIRTY "false")
if(GIT)
  execute_process(COMMAND ${GIT} rev-parse --verify HEAD WORKING_DIRECTORY ${SOURCE_DIR}
    OUTPUT_VARIABLE found RESULT_VARIABLE status ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(status EQUAL 0)
    set(COMMIT ${found})
    execute_process(COMMAND ${GIT} status --porcelain --untracked-files=no WORKING_DIRECTORY ${SOURCE_DIR}
      OUTPUT_VARIABLE changes ERROR_QUIET)
    if(NOT changes STREQUAL "")
      set(DIRTY "true")
    endif()
  endif()
endif()
string(STRIP "${FLAGS}" FLAGS)
if(SANITIZE)
  string(APPEND FLAGS " -fsanitize=${SANITIZE}")
endif()
configure_file(${TEMPLATE} ${OUT} @ONLY)  # writes only what differs
