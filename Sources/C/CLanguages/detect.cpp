#include "CLanguages.h"
#include <cstdio>
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <cstring>

extern "C" int languages_detect(const char *text, int length, char code[12], int *percent) {
    CLD2::Language best[3];
    int percents[3];
    double scores[3];
    int textBytes;
    bool reliable;
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language language = CLD2::ExtDetectLanguageSummary(
        text, length, true, &hints, 0, best, percents, scores, nullptr, &textBytes, &reliable);
    strncpy(code, CLD2::LanguageCode(language), 11);
    code[11] = 0;
    *percent = percents[0];
    return reliable;
}
