/* folder_shards.c: the weights of a model in one file, or cut into several with an index:
 *
 *     {"metadata": {...}, "weight_map": {"TENSOR": "model-00001-of-00002.safetensors", ...}} */
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "model/folder_parts.h"

/* Reads the file `path`, which becomes owned. */
static bool add_shard(struct folder_shards *s, char *path, struct error *err)
{
    s->shards = mem_grow(s->shards, (size_t)s->count + 1, sizeof *s->shards, "list of files");
    struct shard *shard = &s->shards[s->count++];
    shard->path = path;
    shard->file = safetensors_read(path, err);
    return shard->file != NULL;
}

static const struct shard *find_shard(const struct folder_shards *s, const char *folder, const char *name)
{
    char *path = path_join(folder, name);
    const struct shard *found = NULL;
    for (int i = 0; i < s->count && !found; i++)
        if (!strcmp(s->shards[i].path, path))
            found = &s->shards[i];
    mem_free(path);
    return found;
}

/* Reads every file that the map names. */
static bool read_named(struct folder_shards *s, const char *folder, const cJSON *map, struct error *err)
{
    const cJSON *entry;
    cJSON_ArrayForEach(entry, map)
    {
        const char *name = cJSON_IsString(entry) ? entry->valuestring : "";
        if (!*name || *name == '.' || strchr(name, '/'))
            return error_set(err, "%s: tensor \"%.100s\": expected the name of a file in the same folder", s->path,
                             entry->string);
        if (!find_shard(s, folder, name) && !add_shard(s, path_join(folder, name), err))
            return false;
    }
    return true;
}

/* The files hold what the map lists for them, and nothing else. */
static bool check_map(const struct folder_shards *s, const char *folder, const cJSON *map, struct error *err)
{
    const cJSON *entry;
    cJSON_ArrayForEach(entry, map)
    {
        const struct shard *shard = find_shard(s, folder, entry->valuestring);
        if (!safetensors_find(shard->file, entry->string))
            return error_set(err, "%s: tensor \"%.100s\" is missing, which %s lists for it", shard->path, entry->string,
                             s->path);
    }
    for (int i = 0; i < s->count; i++)
        for (int k = 0; k < s->shards[i].file->count; k++) {
            const char *name = s->shards[i].file->tensors[k].name;
            entry = cJSON_GetObjectItemCaseSensitive(map, name);
            if (!entry || find_shard(s, folder, entry->valuestring) != &s->shards[i])
                return error_set(err, "%s: %s lists tensor \"%.100s\" %s%.100s", s->shards[i].path, s->path, name,
                                 entry ? "for another file, " : "for no file", entry ? entry->valuestring : "");
        }
    return true;
}

static bool read_index(struct folder_shards *s, const char *folder, struct error *err)
{
    cJSON *json = json_read(s->path, err);
    if (!json)
        return false;
    const cJSON *map = cJSON_GetObjectItemCaseSensitive(json, "weight_map");
    bool good = cJSON_IsObject(map) && map->child
                    ? read_named(s, folder, map, err) && check_map(s, folder, map, err)
                    : error_set(err, "%s: field \"weight_map\": expected an object of tensors and their files",
                                s->path);
    cJSON_Delete(json);
    return good;
}

bool folder_shards_read(struct folder_shards *s, const char *folder, struct error *err)
{
    char *single = path_join(folder, "model.safetensors"), *index = path_join(folder, "model.safetensors.index.json");
    bool sharded = !path_exists(single) && path_exists(index);
    *s = (struct folder_shards){.path = mem_string(sharded ? index : single)};
    mem_free(index);
    if (!sharded)
        return add_shard(s, single, err);
    mem_free(single);
    return read_index(s, folder, err);
}

void folder_shards_release(struct folder_shards *s)
{
    for (int i = 0; i < s->count; i++) {
        safetensors_free(s->shards[i].file);
        mem_free(s->shards[i].path);
    }
    mem_free(s->shards);
    mem_free(s->path);
    *s = (struct folder_shards){0};
}
