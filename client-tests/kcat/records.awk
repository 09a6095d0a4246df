# Prints records first..first+count-1 of the story, one a line: key, tab, value; without a key just the value.
BEGIN {
  x = 1
  for (n = 0; n < 32768; n++) {
    x = x * 16807 % 2147483647
    tape = tape sprintf("%c", 97 + x % 26)
  }
  for (i = first; i < first + count; i++) {
    size = i % 1000 == 999 ? 20000 : i * 37 % 300
    printf "%s%d:%s\n", i % 11 == 0 ? "" : "key-" i % 1000 "\t", i, substr(tape, i * 101 % 8192 + 1, size)
  }
}
