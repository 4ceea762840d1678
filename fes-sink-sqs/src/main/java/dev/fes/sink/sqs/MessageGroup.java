package dev.fes.sink.sqs;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The message group that keeps the order of a key: the key itself, or its hash where SQS would not
 * take it.
 */
final class MessageGroup {

  private static final int LONGEST = 128;

  private MessageGroup() {}

  static String of(byte[] key) {
    return isTaken(key) ? new String(key, US_ASCII) : Hash.of(key);
  }

  private static boolean isTaken(byte[] key) {
    for (byte letter : key) {
      if (letter <= ' ' || letter > '~') {
        return false;
      }
    }
    return key.length > 0 && key.length <= LONGEST;
  }
}
