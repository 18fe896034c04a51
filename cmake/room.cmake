# SPDX-License-Identifier: GPL-3.0-or-later
# A room is a static library of all the .c files in its folder.
#
#   room(archive ROOMS base PACKAGES sqlite3 libcrypto LIBRARIES m)
find_package(PkgConfig REQUIRED)

function(room name)
  cmake_parse_arguments(R "" "" "ROOMS;PACKAGES;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  add_library(${name} STATIC ${sources})
  foreach(package ${R_PACKAGES})
    string(MAKE_C_IDENTIFIER "pkg_${package}" id)
    pkg_check_modules(${id} REQUIRED IMPORTED_TARGET ${package})
    target_link_libraries(${name} PUBLIC PkgConfig::${id})
  endforeach()
  target_link_libraries(${name} PUBLIC ${R_ROOMS} ${R_LIBRARIES})
endfunction()

# Puts files into the program as a table of struct embed (base/embed.h),
# named by their paths below the current folder:
#
#   embed(templates letters letters/fr/complaint.md …)
#       -> const struct embed letters_embed[], ended by a NULL name
function(embed target symbol)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${symbol}_embed.c)
  string(REPLACE ";" "|" list "${ARGN}")
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DSYMBOL=${symbol} -DFILES=${list}
            -DFOLDER=${CMAKE_CURRENT_SOURCE_DIR}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
  set_source_files_properties(${out} PROPERTIES COMPILE_OPTIONS
    "-Wno-overlength-strings")
endfunction()
