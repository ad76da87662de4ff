#pragma once
// Linux calls that Swift's Glibc overlay does not import: epoll, eventfd, inotify, accept4, memmem.
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

extern int accept4(int, struct sockaddr *, socklen_t *, int);

static inline void *linux_memmem(const void *haystack, size_t n, const void *needle, size_t m) {
    extern void *memmem(const void *, size_t, const void *, size_t);
    return memmem(haystack, n, needle, m);
}

/// Names the calling thread; the kernel keeps 15 bytes.
static inline void linux_name_thread(const char *name) {
    extern int prctl(int, ...);
    prctl(15 /* PR_SET_NAME */, (unsigned long)name, 0UL, 0UL, 0UL);
}
