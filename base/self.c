/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/self.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

static struct digest own;

static void read_own(void)
{
	static unsigned char buffer[64 << 10];
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct digest_stream *s;
	ssize_t n;

	if (fd < 0)
		return;
	s = digest_stream_new();
	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		digest_stream_add(s, buffer, (size_t)n);
	close(fd);
	digest_stream_end(s, &own);
	if (n < 0)
		memset(&own, 0, sizeof(own));
}

const char *self_version(void)
{
	return CONSTAT_VERSION;
}

const struct digest *self_digest(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, read_own);
	return &own;
}

const char *self_user_agent(void)
{
	return "constat/" CONSTAT_VERSION
	       " (+keeps dated copies of published privacy policies)";
}
