# SPDX-License-Identifier: GPL-3.0-or-later
# Writes OUT: the FILES (separated by |, relative to FOLDER) as C arrays and
# one table. Run by embed() in room.cmake.
string(REPLACE "|" ";" files "${FILES}")
set(arrays "")
set(rows "")
set(i 0)
foreach(file ${files})
  file(READ ${FOLDER}/${file} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "((0x..,){16})" "\\1\n\t" bytes "${bytes}")
  string(APPEND arrays
    "static const unsigned char file_${i}[] = {\n\t${bytes}0\n};\n\n")
  string(APPEND rows "\t{ \"${file}\", file_${i}, ${size} },\n")
  math(EXPR i "${i} + 1")
endforeach()
file(WRITE ${OUT}
"/* Made from the files it names; do not edit. */
#include \"base/embed.h\"

extern const struct embed ${SYMBOL}_embed[];

${arrays}const struct embed ${SYMBOL}_embed[] = {
${rows}\t{ 0, 0, 0 },
};
")
