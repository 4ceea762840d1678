package dev.fes.controller.deploy.kubernetes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of what a container wrote, in one line of bounded length. */
final class LastWords {

  private static final int LINES = 8;
  private static final int LENGTH = 600;

  private LastWords() {}

  static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String words =
        String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    return words.length() <= LENGTH ? words : words.substring(words.length() - LENGTH);
  }
}
