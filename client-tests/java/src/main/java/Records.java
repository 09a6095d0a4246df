/** The records of the story: record i is the same in every language. */
final class Records {
  private static final String TAPE = tape();

  private static String tape() {
    StringBuilder letters = new StringBuilder();
    long x = 1;
    for (int n = 0; n < 32768; n++) {
      x = x * 16807 % 2147483647;
      letters.append((char) ('a' + x % 26));
    }
    return letters.toString();
  }

  static String key(int i) {
    return i % 11 == 0 ? null : "key-" + i % 1000;
  }

  static String value(int i) {
    int size = i % 1000 == 999 ? 20000 : i * 37 % 300;
    int start = i * 101 % 8192;
    return i + ":" + TAPE.substring(start, start + size);
  }

  private Records() {}
}
