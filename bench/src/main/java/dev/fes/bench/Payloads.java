package dev.fes.bench;

import java.util.Random;

/** Business events of about 1 KB of JSON, the same ones at every run. */
final class Payloads {

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz      ";

  private Payloads() {}

  /** The payload of the event with this number; its mark is in it. */
  static String of(int number) {
    Random random = new Random(Scale.SEED + number);
    StringBuilder text = new StringBuilder(Scale.PAYLOAD + 50);
    text.append("{\"mark\":\"").append(Mark.of(number)).append("\",\"customer\":\"c-");
    text.append(random.nextInt(Scale.CUSTOMERS)).append("\",\"order\":{\"id\":").append(number);
    text.append(",\"total\":").append(random.nextInt(100_000) / 100.0);
    text.append(",\"currency\":\"EUR\",\"express\":").append(random.nextBoolean()).append("},");
    text.append("\"items\":[");
    for (int item = 0; item < 4; item++) {
      text.append(item == 0 ? "" : ",").append("{\"sku\":\"").append(words(random, 12));
      text.append("\",\"amount\":").append(1 + random.nextInt(9)).append(",\"name\":\"");
      text.append(words(random, 60)).append("\"}");
    }
    text.append("],\"note\":\"");
    text.append(words(random, Math.max(0, Scale.PAYLOAD - text.length() - 2)));
    return text.append("\"}").toString();
  }

  private static String words(Random random, int length) {
    StringBuilder words = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      words.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return words.toString();
  }
}
