# Each class of a Python file is a ctest test, <prefix>.<Class>, in one process; tools/test_summary.py counts its tests.
# Classes whose name ends in Slow carry the label `slow`. Those with most tests start first: the longest is never the last.
function(spark_add_python_tests file prefix)
  set(runner ${CMAKE_SOURCE_DIR}/tools/run_python_tests.py)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file} ${runner})
  execute_process(COMMAND ${Python3_EXECUTABLE} ${runner} --list ${file}
    OUTPUT_VARIABLE names RESULT_VARIABLE status OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${file}: its tests cannot be listed")
  endif()
  string(REGEX REPLACE "\\.[^\n]*" "" names "${names}")
  string(REPLACE "\n" ";" names "${names}")
  set(classes ${names})
  list(REMOVE_DUPLICATES classes)
  foreach(class IN LISTS classes)
    set(tests ${names})
    list(FILTER tests INCLUDE REGEX "^${class}$")
    list(LENGTH tests count)
    math(EXPR cost "1000 + ${count}")
    set(name ${prefix}.${class})
    add_test(NAME ${name}
      COMMAND ${Python3_EXECUTABLE} ${runner} ${file} ${class} --junit ${CMAKE_BINARY_DIR}/suites/${name}.xml)
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600 COST ${cost}
      ENVIRONMENT "${SPARK_TEST_ENVIRONMENT}")
    if(class MATCHES "Slow$")
      set_tests_properties(${name} PROPERTIES LABELS slow TIMEOUT 1800)
    endif()
  endforeach()
endfunction()
