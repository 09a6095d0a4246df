# What `cmake --install` installs: the program, libdogear.so with its headers, and the files by which CMake's
# find_package(dogear) and pkg-config find them.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS dogear RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS dogear_fixture EXPORT dogear
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
foreach(header dogear.h cluster.hpp faults.hpp types.hpp)
  install(FILES fixture/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/dogear)
endforeach()
install(DIRECTORY fixture/detail DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/dogear)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/dogear)
install(EXPORT dogear NAMESPACE dogear:: FILE dogear-targets.cmake DESTINATION ${package})
file(WRITE ${PROJECT_BINARY_DIR}/dogear-config.cmake "include(\${CMAKE_CURRENT_LIST_DIR}/dogear-targets.cmake)\n")
# Before 1.0 a minor version may break compatibility.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dogear-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/dogear-config.cmake ${PROJECT_BINARY_DIR}/dogear-config-version.cmake
  DESTINATION ${package})

# The prefix is relative to the file, so that the installation can be moved.
file(RELATIVE_PATH to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/dogear.pc @ONLY CONTENT [[
prefix=${pcfiledir}/@to_prefix@
libdir=${prefix}/@CMAKE_INSTALL_LIBDIR@
includedir=${prefix}/@CMAKE_INSTALL_INCLUDEDIR@

Name: dogear
Description: Kafka-compatible broker for tests, in memory, within the test process
Version: @PROJECT_VERSION@
Libs: -L${libdir} -ldogear
Cflags: -I${includedir}
]])
install(FILES ${PROJECT_BINARY_DIR}/dogear.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
