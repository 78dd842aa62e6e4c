// The compiler reads the very files, so they are served as they lie here.
#include "CPageFiles.h"

#include <string.h>

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char style[] = {
#embed "pages.css"
};
static const unsigned char script[] = {
#embed "pages.js"
};
static const unsigned char icon[] = {
#embed "icon.svg"
};

static const struct firstmile_page_file files[] = {
    {"pages.css", style, sizeof style},
    {"pages.js", script, sizeof script},
    {"icon.svg", icon, sizeof icon},
};

const struct firstmile_page_file *firstmile_page_file(const char *name) {
    for (size_t at = 0; at < sizeof files / sizeof *files; at++) {
        if (strcmp(files[at].name, name) == 0) return &files[at];
    }
    return NULL;
}
