// Exported by libphonenumber but declared in none of its installed headers: the metadata, a serialised protobuf.
#ifndef FIRSTMILE_METADATA_HPP
#define FIRSTMILE_METADATA_HPP

namespace i18n {
namespace phonenumbers {
int metadata_size();
const void *metadata_get();
}  // namespace phonenumbers
}  // namespace i18n

#endif
