#pragma once
#include <openssl/evp.h>
#include <openssl/hmac.h>

/// SHA-256 of `count` bytes into the 32 bytes at `digest`. Gives 1 on success.
static inline int firstmile_sha256(const void *bytes, size_t count, unsigned char *digest) {
    return EVP_Digest(bytes, count, digest, NULL, EVP_sha256(), NULL);
}

/// HMAC-SHA256 of `count` bytes into the 32 bytes at `code`. Gives 1 on success.
static inline int firstmile_hmac_sha256(
    const void *key, size_t key_count, const unsigned char *bytes, size_t count, unsigned char *code) {
    return HMAC(EVP_sha256(), key, (int)key_count, bytes, count, code, NULL) != NULL;
}
