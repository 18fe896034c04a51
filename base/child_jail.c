/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A BPF program that looks at the architecture and the number of each call:
 * what works on memory and open pipes is allowed; looking for a file fails
 * as if it were forbidden (libraries look for tables and catalogues that
 * they can do without); anything else ends the process with SIGSYS.
 */
#include "base/child_jail.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define JAIL_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define JAIL_ARCH AUDIT_ARCH_AARCH64
#endif

#if defined(JAIL_ARCH) && !CHILD_SANITIZED

#define LOAD(member)                                                           \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS,                                     \
		offsetof(struct seccomp_data, member))
#define EQUAL(value, yes, no)                                                  \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define ALLOW(call) EQUAL(SYS_##call, 0, 1), RETURN(SECCOMP_RET_ALLOW)
#define DENY(call) EQUAL(SYS_##call, 0, 1), RETURN(SECCOMP_RET_ERRNO | EACCES)

/* abort() may send its signal, to ourselves alone. Process numbers are below
 * 2^22: the lower half of the argument, first in little endian, is all. */
#define ALLOW_TO(call, pid)                                                    \
	EQUAL(SYS_##call, 0, 4), LOAD(args[0]), EQUAL((pid), 0, 1),            \
		RETURN(SECCOMP_RET_ALLOW), RETURN(SECCOMP_RET_KILL_PROCESS)

void child_jail(void)
{
	const unsigned self = (unsigned)getpid();
	struct sock_filter filter[] = {
		LOAD(arch),
		EQUAL(JAIL_ARCH, 1, 0),
		RETURN(SECCOMP_RET_KILL_PROCESS),
		LOAD(nr),
		ALLOW(read),
		ALLOW(write),
		ALLOW(writev),
		ALLOW(close),
		ALLOW(lseek),
		ALLOW(mmap),
		ALLOW(munmap),
		ALLOW(mremap),
		ALLOW(mprotect),
		ALLOW(madvise),
		ALLOW(brk),
		ALLOW(futex),
		ALLOW(sched_yield),
		ALLOW(exit),
		ALLOW(exit_group),
		ALLOW(rt_sigreturn),
		ALLOW(rt_sigprocmask),
		ALLOW(rt_sigaction),
		ALLOW(getrandom),
		ALLOW(clock_gettime),
		ALLOW(gettimeofday),
		ALLOW(getpid),
		ALLOW(gettid),
		ALLOW(sysinfo), /* qsort() asks for the size of memory */
		DENY(openat),
		DENY(newfstatat),
		DENY(fstat),
		DENY(statx),
		DENY(readlinkat),
		DENY(faccessat),
#ifdef SYS_open /* the old forms, which newer processors never had */
		DENY(open),
		DENY(stat),
		DENY(lstat),
		DENY(readlink),
		DENY(access),
#endif
		ALLOW_TO(tgkill, self),
		RETURN(SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog program = {
		.len = (unsigned short)(sizeof(filter) / sizeof(filter[0])),
		.filter = filter,
	};

	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

#else

void child_jail(void)
{
}

#endif
