# Warnings, hardening and sanitizers of every target that Remuda compiles.
add_library(remuda_options INTERFACE)
target_compile_options(remuda_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef
  -Wwrite-strings -Wpointer-arith -Wcast-qual -Werror=implicit-function-declaration -Werror=incompatible-pointer-types
  -Werror=return-type -Wno-gnu-zero-variadic-macro-arguments
  -fno-common)
target_compile_definitions(remuda_options INTERFACE _GNU_SOURCE)
target_include_directories(remuda_options INTERFACE ${CMAKE_SOURCE_DIR}/common ${CMAKE_SOURCE_DIR})

if(REMUDA_SANITIZE)
  add_compile_options(-fsanitize=${REMUDA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${REMUDA_SANITIZE})
  if(REMUDA_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link) # what the fuzzers reach tells them which input is new
  endif()
else()
  # Of every object, the generated ones too: one without the marks takes control-flow enforcement from the whole program.
  add_compile_options(-fstack-protector-strong -fcf-protection -fstack-clash-protection
    $<$<CONFIG:Release>:-U_FORTIFY_SOURCE$<SEMICOLON>-D_FORTIFY_SOURCE=2>)
  add_link_options(-Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,--as-needed)
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    add_link_options(-Wl,-z,ibt -Wl,-z,shstk) # said outright, for Debian's own start files carry no marks
  endif()
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)
