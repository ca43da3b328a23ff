remuda_unit_test(csv_reader_test remuda_csv)
target_compile_definitions(csv_reader_test PRIVATE SOURCE_DIRECTORY="${CMAKE_SOURCE_DIR}")
