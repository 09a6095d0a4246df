# Libraries that Dogear uses. All are Debian packages, which ./dev lists and installs.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)

# Debian has static libraries of neither fmt nor spdlog: fmt is compiled once, here; spdlog is used
# header-only, by one file.
add_library(dogear_fmt STATIC cmake/fmt.cpp)

add_library(dogear_spdlog INTERFACE)
target_compile_definitions(dogear_spdlog INTERFACE SPDLOG_FMT_EXTERNAL=1)
target_link_libraries(dogear_spdlog INTERFACE dogear_fmt)

# Boost.JSON is compiled once, in protocol/boost_json.cpp.
add_library(dogear_json INTERFACE)
target_link_libraries(dogear_json INTERFACE Boost::headers)

# CLI11 is header-only and Debian ships no CMake file for it.
add_library(dogear_cli11 INTERFACE)

add_library(dogear_compression INTERFACE)
target_link_libraries(dogear_compression INTERFACE zstd lz4 snappy z)

if(PROJECT_IS_TOP_LEVEL AND BUILD_TESTING)
  find_package(GTest REQUIRED)
endif()
