/* Count words of a synthetic text in a growing hash table, then sort them: malloc, realloc, strings, qsort, printf. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char word[12];
    int count;
} Entry;

static unsigned state = 12345u;

static unsigned next_random(void) {
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

static unsigned hash(const char *word) {
    unsigned h = 2166136261u;
    while (*word) h = (h ^ (unsigned char)*word++) * 16777619u;
    return h;
}

static int by_count(const void *a, const void *b) {
    const Entry *x = a, *y = b;
    if (x->count != y->count) return y->count - x->count;
    return strcmp(x->word, y->word);
}

static Entry *grow(Entry *old, int capacity) {
    Entry *table = calloc(2 * capacity, sizeof(Entry));
    for (int i = 0; i < capacity; i++) {
        if (!old[i].count) continue;
        unsigned at = hash(old[i].word) % (2 * capacity);
        while (table[at].count) at = (at + 1) % (2 * capacity);
        memcpy(&table[at], &old[i], sizeof(Entry));
    }
    free(old);
    return table;
}

int main(int argc, char **argv) {
    int words = argc > 1 ? atoi(argv[1]) : 4000;
    if (words < 1) {
        printf("usage: wordcount [WORDS], at least 1\n");
        return 2;
    }
    int capacity = 16, used = 0;
    Entry *table = calloc(capacity, sizeof(Entry));
    for (int w = 0; w < words; w++) {
        char word[12];
        int length = 1 + next_random() % 3;
        for (int i = 0; i < length; i++) word[i] = 'a' + next_random() % 12;
        word[length] = 0;
        if (2 * used >= capacity) {
            table = grow(table, capacity);
            capacity *= 2;
        }
        unsigned at = hash(word) % capacity;
        while (table[at].count && strcmp(table[at].word, word)) at = (at + 1) % capacity;
        if (!table[at].count) {
            strcpy(table[at].word, word);
            used++;
        }
        table[at].count++;
    }
    Entry *sorted = NULL;
    int n = 0;
    for (int i = 0; i < capacity; i++) {
        if (!table[i].count) continue;
        sorted = realloc(sorted, (n + 1) * sizeof(Entry));
        sorted[n++] = table[i];
    }
    qsort(sorted, n, sizeof(Entry), by_count);
    long total = 0;
    for (int i = 0; i < n; i++) total += sorted[i].count;
    printf("%d different words of %ld, most often '%s' (%d times)\n", n, total, sorted[0].word, sorted[0].count);
    free(sorted);
    free(table);
    return 0;
}
