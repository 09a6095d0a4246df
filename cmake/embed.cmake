# dogear_embed(TARGET NAME FILE): lets the target's sources include "embedded/NAME.hpp", which holds the table of FILE, its
# columns divided by tabs, as
#   namespace dogear::embedded { constexpr std::string_view NAME[][7]; }
# A column that a line does not have is empty.
function(dogear_embed target name file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} rows)
  string(REGEX REPLACE "\n$" "" rows "${rows}")
  string(REGEX REPLACE "([\\\\\"])" "\\\\\\1" rows "${rows}")
  string(REPLACE "\t" "\", \"" rows "${rows}")
  string(REPLACE "\n" "\"},\n    {\"" rows "${rows}")
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/embedded/${name}.hpp @ONLY CONTENT [[
#pragma once
#include <string_view>

namespace dogear::embedded {
constexpr std::string_view @name@[][7] = {
    {"@rows@"}};
}  // namespace dogear::embedded
]])
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/generated)
endfunction()
