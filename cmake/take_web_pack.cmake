# Run at build time by the target spark_web_pack_stamp: FROM, or nothing, becomes TO; TO is touched only where it differs.
if(EXISTS ${FROM})
  file(COPY_FILE ${FROM} ${TO} ONLY_IF_DIFFERENT)
else()
  file(CONFIGURE OUTPUT ${TO} CONTENT "")
endif()
