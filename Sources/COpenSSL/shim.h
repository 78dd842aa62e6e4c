#pragma once
#include <openssl/evp.h>

/// SHA-256 of `count` bytes into the 32 bytes at `digest`. Gives 1 on success.
static inline int firstmile_sha256(const void *bytes, size_t count, unsigned char *digest) {
    return EVP_Digest(bytes, count, digest, NULL, EVP_sha256(), NULL);
}
