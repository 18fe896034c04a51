/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_CHILD_JAIL_H
#define BASE_CHILD_JAIL_H

/*
 * The system calls a parser may make: reading and writing what is open,
 * memory, the clock, its end. Files cannot be opened; anything else ends the
 * process. By seccomp(2) in filter mode, on x86-64 and 64-bit ARM; elsewhere
 * nothing happens, nor under a sanitizer, whose runtime needs more. The
 * caller has set PR_SET_NO_NEW_PRIVS.
 */

#if defined(__SANITIZE_ADDRESS__)
#define CHILD_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHILD_SANITIZED 1
#endif
#endif
#ifndef CHILD_SANITIZED
#define CHILD_SANITIZED 0
#endif

/* Jails the calling process for good. Does nothing where it cannot. */
void child_jail(void);

#endif
