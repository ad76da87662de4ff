#pragma once
#include <libpq-fe.h>

// Fields of an error report, which are characters (protocol-error-fields in PostgreSQL's manual).
static const int pq_diag_sqlstate = 'C';
static const int pq_diag_message = 'M';
static const int pq_diag_table_name = 't';
static const int pq_diag_column_name = 'c';
static const int pq_diag_constraint_name = 'n';
static const int pq_diag_source_function = 'R';

// Notices would be written to standard error.
static inline void pq_ignore_notice(void *context, const PGresult *notice) { (void)context; (void)notice; }
static inline void pq_ignore_notices(PGconn *connection) { PQsetNoticeReceiver(connection, pq_ignore_notice, NULL); }
