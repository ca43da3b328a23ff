# A contract for the tests of common/wire alone: product contracts use no floating point and do not recurse.
set(wire_test_out ${CMAKE_CURRENT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${wire_test_out})
add_custom_command(OUTPUT ${wire_test_out}/tests/unit/wire_test.pb-c.c ${wire_test_out}/tests/unit/wire_test.pb-c.h
                          ${wire_test_out}/tests/unit/wire_test_pb2.py
  COMMAND ${PROTOC_C} --proto_path=${CMAKE_SOURCE_DIR} --c_out=${wire_test_out} ${CMAKE_SOURCE_DIR}/tests/unit/wire_test.proto
  COMMAND ${PROTOC} --proto_path=${CMAKE_SOURCE_DIR} --python_out=${wire_test_out} ${CMAKE_SOURCE_DIR}/tests/unit/wire_test.proto
  DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/wire_test.proto)
add_library(wire_test_proto STATIC ${wire_test_out}/tests/unit/wire_test.pb-c.c)
target_include_directories(wire_test_proto SYSTEM PUBLIC ${wire_test_out})
target_link_libraries(wire_test_proto PUBLIC PkgConfig::protobuf_c)
