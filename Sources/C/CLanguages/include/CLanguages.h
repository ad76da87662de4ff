#pragma once
#ifdef __cplusplus
extern "C" {
#endif
/// Names the language of `length` bytes of UTF-8 as CLD2 sees it ("en", "un" when unknown) into `code` (12 bytes).
/// Returns 1 when CLD2 calls its answer reliable.
int languages_detect(const char *text, int length, char code[12], int *percent);
#ifdef __cplusplus
}
#endif
