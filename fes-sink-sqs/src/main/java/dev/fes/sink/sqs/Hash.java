package dev.fes.sink.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal: 64 characters that SQS takes anywhere. */
final class Hash {

  private Hash() {}

  /** The hash of the parts; parts never run into each other, for none has a zero byte. */
  static String of(String... parts) {
    return of(String.join("\0", parts).getBytes(UTF_8));
  }

  static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
