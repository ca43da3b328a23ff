# remuda_embed_sql(TARGET DIRECTORY) makes <sql/NAME.h> for each DIRECTORY/NAME.sql, with
#   static const char sql_NAME[] = "...";
# so that statements stay files that psql can run.
function(remuda_embed_sql target directory)
  file(GLOB files CONFIGURE_DEPENDS ${directory}/*.sql)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(headers)
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    set(header ${out}/sql/${name}.h)
    add_custom_command(OUTPUT ${header}
      COMMAND ${CMAKE_COMMAND} -DIN=${file} -DOUT=${header} -DNAME=${name} -P ${CMAKE_SOURCE_DIR}/common/cmake/embed_sql_file.cmake
      DEPENDS ${file} ${CMAKE_SOURCE_DIR}/common/cmake/embed_sql_file.cmake)
    list(APPEND headers ${header})
  endforeach()
  target_sources(${target} PRIVATE ${headers})
  target_include_directories(${target} PRIVATE ${out})
endfunction()
