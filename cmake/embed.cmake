# dogear_embed(TARGET NAME FILE): puts a text file into the binary, as
#   namespace dogear::embedded { extern const std::string_view NAME; }
function(dogear_embed target name file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  set(source ${PROJECT_BINARY_DIR}/embedded/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
#include <string_view>
namespace dogear::embedded {
extern const std::string_view @name@;
const std::string_view @name@ = R"text(@text@)text";
}  // namespace dogear::embedded
]])
  target_sources(${target} PRIVATE ${source})
endfunction()
