/*
 * bench_match NAMES SEARCHES: NAMES made-up organisations in the index, SEARCHES names looked for, as they would be
 * written short, long or wrong. Prints the 99th percentile of finding a name's candidates, that of the whole verdict and
 * its mean, in microseconds, and the memory in KiB.
 */
#include "base/banned.h"
#include "match.h"
#include "name_index.h"
#include "organisation.h"

#include <inttypes.h>
#include <sys/resource.h>

#define SEED UINT64_C(2014)

/* splitmix64 */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

struct bench {
    struct name_index *index;
    struct name_search *search;
    struct name_weights weights;
    struct match_candidate candidates[NAME_CANDIDATES_MAX];
    int64_t *find_us, *decide_us;
};

static void fill(struct bench *bench, uint64_t names)
{
    struct name_counts *counts = calloc(1, sizeof *counts);
    bench->index = name_index_create();
    for (uint64_t i = 0; i < names; i++) {
        struct organisation_name name;
        char key[ORGANISATION_NAME_SIZE];
        organisation_full_name(i, key);
        organisation_name_read(key, &name);
        name_counts_add(counts, &name);
        if (name_index_add(bench->index, &name, NULL) != 0)
            abort();
    }
    name_weights_set(&bench->weights, counts);
    free(counts);
    bench->search = name_search_create(bench->index);
}

/* The processor's time of this program: what is measured waits for nothing, and other programs do not count. */
static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Finds and decides once. */
static void look_for(struct bench *bench, uint64_t number, size_t turn)
{
    char key[ORGANISATION_NAME_SIZE];
    uint32_t found[NAME_CANDIDATES_MAX];
    struct described query;
    struct match match;
    organisation_written_name(number, turn, key);
    int64_t start = now_us();
    described_read(&query, key, "", "");
    size_t count = name_search_find(bench->search, &query.named.name, found);
    int64_t end = now_us();
    bench->find_us[turn] = end - start;
    for (size_t i = 0; i < count; i++)
        name_index_prefetch(bench->index, found[i]);
    for (size_t i = 0; i < count; i++) {
        bench->candidates[i].customer = found[i];
        name_index_name(bench->index, found[i], &bench->candidates[i].described.named.name);
    }
    match_decide(&query, bench->candidates, count, &bench->weights, &match);
    bench->decide_us[turn] = now_us() - start;
}

static int compare_times(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static int64_t mean(const int64_t *times, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += times[i];
    return sum / (int64_t)count;
}

static int64_t percentile_99(int64_t *times, size_t count)
{
    qsort(times, count, sizeof times[0], compare_times);
    return times[count * 99 / 100];
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct rusage usage;
    if (argc != 3) {
        fprintf(stderr, "usage: bench_match NAMES SEARCHES\n");
        return 2;
    }
    uint64_t names = strtoull(argv[1], NULL, 10), state = SEED;
    size_t searches = strtoull(argv[2], NULL, 10);
    for (size_t i = 0; i < NAME_CANDIDATES_MAX; i++)
        bench.candidates[i].described = (struct described){.key = "", .uscc = ""};
    bench.find_us = calloc(searches, sizeof bench.find_us[0]);
    bench.decide_us = calloc(searches, sizeof bench.decide_us[0]);
    fill(&bench, names);
    for (size_t i = 0; i < searches; i++)
        look_for(&bench, next_random(&state) % names, i);
    getrusage(RUSAGE_SELF, &usage);
    printf("%" PRId64 " %" PRId64 " %" PRId64 " %ld\n", percentile_99(bench.find_us, searches),
           percentile_99(bench.decide_us, searches), mean(bench.decide_us, searches), usage.ru_maxrss);
    return 0;
}
