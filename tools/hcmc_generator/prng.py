"""Random numbers that are the same on every machine: splitmix64, one stream for each name.

A stream is seeded by its name (FNV-1a) and SEED, so adding an indicator or a ward moves no other
value. splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
"""

SEED = 20240116
MASK = (1 << 64) - 1


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


class Stream:
    def __init__(self, *name):
        self.state = fnv1a("/".join(str(part) for part in name)) ^ SEED

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def between(self, low, high):
        """A whole number, low and high included."""
        return low + ((self.next() * (high - low + 1)) >> 64)

    def chance(self, per_mille):
        return self.between(0, 999) < per_mille

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.between(0, i)
            items[i], items[j] = items[j], items[i]
        return items
