#pragma once
#include <sqlite3.h>

// Codes that are made of others, which is more than the importer evaluates.
static const int sqlite_constraint_unique = SQLITE_CONSTRAINT_UNIQUE;
static const int sqlite_constraint_primary_key = SQLITE_CONSTRAINT_PRIMARYKEY;
static const int sqlite_constraint_rowid = SQLITE_CONSTRAINT_ROWID;
static const int sqlite_constraint_foreign_key = SQLITE_CONSTRAINT_FOREIGNKEY;
static const int sqlite_constraint_not_null = SQLITE_CONSTRAINT_NOTNULL;

// SQLITE_TRANSIENT, the cast of -1 to a function pointer, is not imported: these bind a copy. An empty blob may have no
// address, which would bind NULL.
static inline int sqlite_bind_text_copy(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, count ? (const char *)bytes : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int sqlite_bind_blob_copy(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, count ? bytes : "", count, SQLITE_TRANSIENT);
}

// Variadic, so not imported. Counting allocations takes one lock for all threads on each (sqlite.org, "Memory Allocation").
static inline int sqlite_without_memory_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
