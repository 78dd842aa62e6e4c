// What the Swift module EventLog needs of libzstd: blocks of a sealed segment, packed and unpacked.
#ifndef FIRSTMILE_CZSTD_SHIM_H
#define FIRSTMILE_CZSTD_SHIM_H

#include <zstd.h>

#endif
