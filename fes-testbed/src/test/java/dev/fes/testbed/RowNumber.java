package dev.fes.testbed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a row's number in whatever became of it: an event, a change, a letter, broken JSON. */
final class RowNumber {

  private static final Pattern NUMBER = Pattern.compile(RowWriter.NUMBER + "\\W+(\\d+)");
  private static final String NEW_IMAGE = "\"NewImage\"";

  private RowNumber() {}

  /** Returns 0 where there is none. */
  static int in(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.find(Math.max(0, text.indexOf(NEW_IMAGE)))
        ? Integer.parseInt(matcher.group(1))
        : 0;
  }
}
