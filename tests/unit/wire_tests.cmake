include(wire_test_proto.cmake)
remuda_unit_test(wire_guard_test remuda_wire wire_test_proto)

# The mapping as Python's protobuf package sees it.
add_executable(wire_json_filter wire_json_filter.c)
target_link_libraries(wire_json_filter PRIVATE remuda_wire wire_test_proto)
add_test(NAME unit.wire_json_test COMMAND /usr/bin/python3 -m pytest -q -p no:cacheprovider ${CMAKE_CURRENT_SOURCE_DIR}/wire_json_test.py)
set_tests_properties(unit.wire_json_test PROPERTIES LABELS unit ENVIRONMENT
  "WIRE_JSON_FILTER=$<TARGET_FILE:wire_json_filter>;REMUDA_TEST_PYTHON=${wire_test_out};PYTHONDONTWRITEBYTECODE=1")
