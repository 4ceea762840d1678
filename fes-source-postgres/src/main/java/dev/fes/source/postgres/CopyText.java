package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as {@code COPY … TO STDOUT} gives it: the text of each value, the same as in the log. */
final class CopyText {

  private CopyText() {}

  /** The values of a row; null for NULL. */
  static List<@Nullable String> values(byte[] line) {
    int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
    List<@Nullable String> values = new ArrayList<>();
    int start = 0;
    for (int i = start; i <= end; i++) {
      if (i == end || line[i] == '\t') {
        values.add(value(line, start, i));
        start = i + 1;
      }
    }
    return values;
  }

  private static @Nullable String value(byte[] line, int start, int end) {
    int escape = indexOfEscape(line, start, end);
    if (escape < 0) {
      return new String(line, start, end - start, UTF_8);
    }
    if (end - start == 2 && line[start + 1] == 'N') {
      return null;
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream(end - start);
    int from = start;
    while (escape >= 0) {
      plain.write(line, from, escape - from);
      plain.write(meant(line[escape + 1]));
      from = escape + 2;
      escape = indexOfEscape(line, from, end);
    }
    plain.write(line, from, end - from);
    return plain.toString(UTF_8);
  }

  private static int indexOfEscape(byte[] line, int start, int end) {
    for (int i = start; i < end; i++) {
      if (line[i] == '\\') {
        return i;
      }
    }
    return -1;
  }

  private static int meant(byte escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      default -> escaped;
    };
  }
}
