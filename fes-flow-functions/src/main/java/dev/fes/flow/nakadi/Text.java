package dev.fes.flow.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The text of a JSON string, made of its bytes without a detour over characters: those of a large
 * payload would need up to six times its room, beside the record and the event.
 */
final class Text {

  /** What a letter behind a backslash means; nothing means 0. */
  private static final byte[] MEANT = new byte[1 << Byte.SIZE];

  static {
    String letters = "\"\\/bfnrt";
    String meanings = "\"\\/\b\f\n\r\t";
    for (int i = 0; i < letters.length(); i++) {
      MEANT[letters.charAt(i)] = (byte) meanings.charAt(i);
    }
  }

  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;

  private final byte[] json;
  private final int end;
  private final byte[] text;
  private int at;
  private int length;
  private boolean broken;

  /** Reads the string whose opening quote is at that place. */
  Text(byte[] json, int quote) {
    this.json = json;
    this.at = quote + 1;
    this.end = end(json, at);
    this.broken = end >= json.length;
    this.text = new byte[Math.max(0, Math.min(end, json.length) - at)];
    while (at < end && !broken) {
      copyUpToEscape();
      if (at < end) {
        unescape();
      }
    }
  }

  /** The text in UTF-8, from the beginning of these bytes on; they may be more than it needs. */
  byte[] bytes() {
    return text;
  }

  int length() {
    return length;
  }

  /** Whether it is no JSON string. */
  boolean isBroken() {
    return broken;
  }

  private static int end(byte[] json, int start) {
    int place = start;
    while (place < json.length && json[place] != '"') {
      place += json[place] == '\\' ? 2 : 1;
    }
    return place;
  }

  private void copyUpToEscape() {
    byte[] source = json; // the quick compiler reads a field each time
    int from = at;
    int place = from;
    while (place < end && source[place] != '\\') {
      place++;
    }
    at = place;
    put(source, from, place - from);
  }

  private void unescape() {
    byte kind = json[at + 1];
    byte meant = MEANT[Byte.toUnsignedInt(kind)];
    if (kind == 'u') {
      byte[] character = character();
      put(character, 0, character.length);
    } else {
      broken = meant == 0;
      text[length++] = meant;
      at += 2;
    }
  }

  /** Two escapes may be the halves of one character. */
  private byte[] character() {
    char first = unit();
    boolean half = Character.isHighSurrogate(first) && isUnitNext();
    int second = at;
    String pair = half ? String.valueOf(first) + unit() : String.valueOf(first);
    if (half && !Character.isLowSurrogate(pair.charAt(1))) {
      at = second;
      pair = String.valueOf(first);
    }
    return pair.getBytes(UTF_8);
  }

  private boolean isUnitNext() {
    return at + 1 < end && json[at] == '\\' && json[at + 1] == 'u';
  }

  private char unit() {
    at += 2;
    int unit = 0;
    for (int i = 0; i < HEX_DIGITS; i++, at++) {
      int digit = at < end ? Character.digit((char) json[at], HEX) : -1;
      broken |= digit < 0;
      unit = unit * HEX + digit;
    }
    return (char) unit;
  }

  private void put(byte[] source, int from, int count) {
    System.arraycopy(source, from, text, length, count);
    length += count;
  }
}
