# A contract for the tests of common/wire alone: product contracts use no floating point and do not recurse.
set(wire_test_out ${CMAKE_CURRENT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${wire_test_out})
add_custom_command(OUTPUT ${wire_test_out}/tests/unit/wire_test.pb-c.c ${wire_test_out}/tests/unit/wire_test.pb-c.h
                          ${wire_test_out}/tests/unit/wire_test_pb2.py
  COMMAND ${PROTOC_C} --proto_path=${CMAKE_SOURCE_DIR} --c_out=${wire_test_out} ${CMAKE_CURRENT_SOURCE_DIR}/wire_test.proto
  COMMAND ${PROTOC} --proto_path=${CMAKE_SOURCE_DIR} --python_out=${wire_test_out} ${CMAKE_CURRENT_SOURCE_DIR}/wire_test.proto
  DEPENDS wire_test.proto)
add_library(wire_test_proto STATIC ${wire_test_out}/tests/unit/wire_test.pb-c.c)
target_include_directories(wire_test_proto SYSTEM PUBLIC ${wire_test_out})
target_link_libraries(wire_test_proto PUBLIC PkgConfig::protobuf_c)

remuda_unit_test(wire_guard_test remuda_wire wire_test_proto)

# The mapping as Python's protobuf package sees it.
add_executable(wire_json_filter wire_json_filter.c)
target_link_libraries(wire_json_filter PRIVATE remuda_wire wire_test_proto)
add_test(NAME unit.wire_json_test COMMAND /usr/bin/python3 -m pytest -q -p no:cacheprovider ${CMAKE_CURRENT_SOURCE_DIR}/wire_json_test.py)
set_tests_properties(unit.wire_json_test PROPERTIES LABELS unit ENVIRONMENT
  "WIRE_JSON_FILTER=$<TARGET_FILE:wire_json_filter>;REMUDA_TEST_PYTHON=${wire_test_out};PYTHONDONTWRITEBYTECODE=1")
