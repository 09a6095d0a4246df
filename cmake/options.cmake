# How every target is compiled: warnings, sanitizers, coverage, a faster linker where there is one.
add_library(dogear_options INTERFACE)
target_compile_options(dogear_options INTERFACE -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wshadow -Wnon-virtual-dtor)
target_compile_options(dogear_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-designated-field-initializers>)
# So that a program is linked without the functions that it does not use.
target_compile_options(dogear_options INTERFACE $<$<CONFIG:Release>:-ffunction-sections -fdata-sections>)

# For code that no fuzzer runs: under the sanitizers it compiles twice as fast if it is not optimized.
add_library(dogear_unfuzzed INTERFACE)
if(DOGEAR_SANITIZE)
  target_compile_options(dogear_unfuzzed INTERFACE -O0)
  target_compile_options(dogear_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(dogear_options INTERFACE -fsanitize=address,undefined)
endif()
if(DOGEAR_FUZZ)
  target_compile_options(dogear_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(DOGEAR_SEEDED_BUGS)
  target_compile_definitions(dogear_options INTERFACE DOGEAR_SEEDED_BUGS)
endif()
if(DOGEAR_COVERAGE)
  target_compile_options(dogear_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(dogear_options INTERFACE -fprofile-instr-generate)
endif()

find_program(DOGEAR_CCACHE ccache)
if(DOGEAR_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${DOGEAR_CCACHE})
endif()
