/* A grid of mixed-width cells, smoothed recursively: structs, int8 to double, memcpy, memset, unions, overlaps. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int8_t kind;
    int16_t level;
    float weight;
    double value;
} Cell;

typedef union {
    double whole;
    uint32_t half[2];
    uint8_t byte[8];
} Bits;

static uint32_t mix(double value) {
    Bits bits;
    bits.whole = value;
    bits.byte[3] ^= 0x5a;
    return bits.half[0] ^ (bits.half[1] * 2654435761u);
}

static double smooth(Cell *cells, int first, int last, int depth) {
    if (last - first < 4 || depth == 0) {
        double sum = 0.0;
        for (int i = first; i < last; i++) {
            cells[i].value = 0.5 * cells[i].value + 0.25 * cells[i].weight;
            cells[i].level = (int16_t)(cells[i].level + 1);
            sum += cells[i].value;
        }
        return sum;
    }
    int middle = (first + last) / 2;
    double left = smooth(cells, first, middle, depth - 1);
    return left + smooth(cells, middle, last, depth - 1);
}

int main(int argc, char **argv) {
    int n = argc > 1 ? atoi(argv[1]) : 512;
    if (n < 1) {
        printf("usage: sparse_grid [CELLS], at least 1\n");
        return 2;
    }
    Cell *cells = malloc(n * sizeof(Cell)), *saved = malloc(n * sizeof(Cell));
    memset(cells, 0, n * sizeof(Cell));
    for (int i = 0; i < n; i++) {
        cells[i].kind = (int8_t)(i * 7);
        cells[i].weight = (float)(i % 13) / 3.0f;
        cells[i].value = i * 0.125;
    }
    uint32_t check = 0;
    double sum = 0.0;
    for (int round = 0; round < 6; round++) {
        memcpy(saved, cells, n * sizeof(Cell));
        sum = smooth(cells, 0, n, 6);
        memmove(saved + 1, saved, (n - 1) * sizeof(Cell));
        for (int i = 0; i < n; i++) {
            if (saved[i].kind < 0) cells[i].value -= 0.01 * saved[i].value;
            check = check * 31u + mix(cells[i].value);
        }
    }
    printf("sum %.6f check %u level %d\n", sum, check, cells[n / 2].level);
    free(saved);
    free(cells);
    return 0;
}
