/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/records.h"

#include "base/json.h"
#include "evidence/ecs.h"

static int put(struct records *r, cJSON *value)
{
	struct str text = { 0 };
	int rc;

	str_init(&text, 0);
	rc = json_print(&text, value);
	cJSON_Delete(value);
	if (rc == 0)
		rc = str_putc(&text, '\n');
	if (rc == 0)
		rc = r->fn(text.p, text.len, r->ctx);
	r->position += text.len;
	r->line++;
	str_release(&text);
	return rc;
}

int records_begin(struct records *r)
{
	cJSON *heading = json_object();
	char hex[DIGEST_HEX + 1];

	digest_hex(hex, &r->of);
	json_set(heading, "ev.schema", "constat.records/1");
	json_set(heading, "file.hash.sha256", hex);
	json_set(heading, "file.name", r->file);
	json_set_int(heading, "file.size", (int64_t)r->size);
	json_set(heading, "ev.format", r->format);
	json_set_int(heading, "ev.rows", (int64_t)r->chosen);
	json_set_int(heading, "ev.rows_of", (int64_t)r->total);
	r->position = r->line = 0;
	return put(r, heading);
}

static int hash_bytes(const void *data, size_t len, void *ctx)
{
	digest_stream_add(ctx, data, len);
	return 0;
}

static int add_hash(cJSON *row, struct kept *k, const struct observation *o)
{
	struct digest_stream *stream = digest_stream_new();
	char name[DIGEST_NAME + 1];
	struct digest digest;
	int rc = kept_record(k, o, hash_bytes, stream);

	digest_stream_end(stream, &digest);
	digest_name(name, &digest);
	if (rc == 0)
		json_set(row, "event.hash", name);
	return rc;
}

int records_write(struct records *r, const struct observation *o,
	struct observation *place)
{
	const struct ecs_place from = { .row = r->row };
	cJSON *row = ecs_row(o, &from);
	uint64_t position = r->position;
	int rc = 0;

	json_set_int(row, "ev.length", (int64_t)o->length);
	if (r->kept != NULL && o->length > 0)
		rc = add_hash(row, r->kept, o);
	if (rc != 0) {
		cJSON_Delete(row);
		return rc;
	}
	rc = put(r, row);
	if (place != NULL) {
		*place = *o;
		place->member = "";
		place->line = r->line;
		place->position = position;
		place->length = r->position - position;
	}
	return rc;
}
