// The compiler reads the very files, so there is no generated copy that could differ from them.
#include "CShippedRulebook.h"

#include <string.h>

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char main_file[] = {
#embed "../../Schemas/rulebook/firstmile-2023-11.yaml"
};
static const unsigned char goods_names[] = {
#embed "../../Schemas/rulebook/hs-names.csv"
};
static const unsigned char nomenclature[] = {
#embed "../../Schemas/rulebook/hs-2022.csv"
};
static const unsigned char vague_names[] = {
#embed "../../Schemas/rulebook/vague-names.csv"
};
static const unsigned char cainiao[] = {
#embed "../../Schemas/rulebook/milestones/cainiao.csv"
};
static const unsigned char fpx[] = {
#embed "../../Schemas/rulebook/milestones/4px.csv"
};
static const unsigned char aggregators[] = {
#embed "../../Schemas/rulebook/milestones/aggregators.csv"
};

static const struct firstmile_shipped_file files[] = {
    {"firstmile-2023-11.yaml", main_file, sizeof main_file},
    {"hs-names.csv", goods_names, sizeof goods_names},
    {"hs-2022.csv", nomenclature, sizeof nomenclature},
    {"vague-names.csv", vague_names, sizeof vague_names},
    {"milestones/cainiao.csv", cainiao, sizeof cainiao},
    {"milestones/4px.csv", fpx, sizeof fpx},
    {"milestones/aggregators.csv", aggregators, sizeof aggregators},
};

const struct firstmile_shipped_file *firstmile_shipped_file(const char *name) {
    for (size_t at = 0; at < sizeof files / sizeof *files; at++) {
        if (strcmp(files[at].name, name) == 0) return &files[at];
    }
    return NULL;
}
