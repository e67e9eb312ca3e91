find_package(Python3 REQUIRED COMPONENTS Interpreter)

# Each test of a Python file is a ctest test: <prefix>.<Class>.<test>. Classes whose name ends in Slow carry the label `slow`.
function(spark_add_python_tests file prefix)
  set(runner ${CMAKE_SOURCE_DIR}/tools/run_python_tests.py)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file} ${runner})
  execute_process(COMMAND ${Python3_EXECUTABLE} ${runner} --list ${file}
    OUTPUT_VARIABLE names RESULT_VARIABLE status OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${file}: its tests cannot be listed")
  endif()
  string(REPLACE "\n" ";" names "${names}")
  foreach(name IN LISTS names)
    add_test(NAME ${prefix}.${name} COMMAND ${Python3_EXECUTABLE} ${runner} ${file} ${name})
    set_tests_properties(${prefix}.${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300 ENVIRONMENT
      "SPARK_SHARED=${SPARK_SHARED_DIR};SPARK_SOURCE_DIR=${CMAKE_SOURCE_DIR};SPARK_BINARY=${CMAKE_BINARY_DIR}/spark")
    if(name MATCHES "Slow\\.")
      set_tests_properties(${prefix}.${name} PROPERTIES LABELS slow TIMEOUT 1800)
    endif()
  endforeach()
endfunction()
