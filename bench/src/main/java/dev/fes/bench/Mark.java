package dev.fes.bench;

import java.util.function.IntConsumer;

/** The number of an event, written so that it is found in whatever an entrant makes of the row. */
final class Mark {

  private static final int DIGITS = 8;

  private Mark() {}

  static String of(int number) {
    return "#%08d#".formatted(number);
  }

  /** Finds the marks in a request's body, in their order. */
  static void find(byte[] body, IntConsumer found) {
    for (int i = 0; i + DIGITS + 1 < body.length; i++) {
      if (body[i] == '#' && body[i + DIGITS + 1] == '#') {
        int number = number(body, i + 1);
        if (number >= 0) {
          found.accept(number);
          i += DIGITS + 1;
        }
      }
    }
  }

  private static int number(byte[] body, int from) {
    int number = 0;
    for (int i = from; i < from + DIGITS; i++) {
      if (body[i] < '0' || body[i] > '9') {
        return -1;
      }
      number = 10 * number + body[i] - '0';
    }
    return number;
  }
}
