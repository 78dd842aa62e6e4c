#pragma once
#include <stddef.h>

/// One file of the pages as it was when the program was built.
struct firstmile_page_file {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// The file of that name, kept for the life of the program; NULL if there is none.
const struct firstmile_page_file *firstmile_page_file(const char *name);
