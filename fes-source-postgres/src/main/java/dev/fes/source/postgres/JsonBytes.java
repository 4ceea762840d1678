package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * JSON on its way into bytes; one buffer serves many records, and gives back what a large one took.
 */
final class JsonBytes {

  private static final int USUAL = 16 * 1024;
  private static final int KEPT = 1024 * 1024;
  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

  private byte[] buffer = new byte[USUAL];
  private int length;

  JsonBytes reset() {
    length = 0;
    if (buffer.length > KEPT) {
      buffer = new byte[USUAL];
    }
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }

  /** Text that is JSON already. */
  JsonBytes raw(String json) {
    return raw(json.getBytes(UTF_8));
  }

  JsonBytes raw(byte[] json) {
    ensure(json.length);
    System.arraycopy(json, 0, buffer, length, json.length);
    length += json.length;
    return this;
  }

  JsonBytes raw(char ascii) {
    ensure(1);
    buffer[length++] = (byte) ascii;
    return this;
  }

  JsonBytes number(long value) {
    return raw(Long.toString(value));
  }

  /** Text as a JSON string. */
  JsonBytes text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    raw('"');
    int clean = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b >= 0 && b < ' ' || b == '"' || b == '\\') {
        copy(bytes, clean, i);
        escaped(b);
        clean = i + 1;
      }
    }
    copy(bytes, clean, bytes.length);
    return raw('"');
  }

  private void escaped(byte b) {
    raw('\\');
    switch (b) {
      case '"', '\\' -> raw((char) b);
      case '\n' -> raw('n');
      case '\r' -> raw('r');
      case '\t' -> raw('t');
      default -> raw("u00").raw((char) HEX[b >> 4]).raw((char) HEX[b & 0xF]);
    }
  }

  private void copy(byte[] bytes, int from, int to) {
    ensure(to - from);
    System.arraycopy(bytes, from, buffer, length, to - from);
    length += to - from;
  }

  private void ensure(int more) {
    int needed = Math.addExact(length, more);
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, grown(needed));
    }
  }

  /** Twice what there was, but for large records: twice one of those is more than a heap has. */
  private int grown(int needed) {
    return needed <= KEPT
        ? Math.max(needed, buffer.length * 2)
        : (int) Math.min(Integer.MAX_VALUE - 8L, needed + (long) needed / 8);
  }
}
