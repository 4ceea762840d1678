package dev.fes.controller.ops;

import dev.fes.controller.letters.LetterState;
import dev.fes.controller.letters.Page;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Reads which letters a request asks for. */
final class LetterQuery {

  private static final int USUAL = 50;
  private static final int MOST = 200;

  private LetterQuery() {}

  static Page.Query read(HttpServletRequest request) {
    String after = request.getParameter("after");
    String limit = request.getParameter("limit");
    return new Page.Query(
        after == null ? -1 : number("after", after, -1, Long.MAX_VALUE),
        limit == null ? USUAL : (int) number("limit", limit, 1, MOST),
        state(request.getParameter("state")),
        flag(request.getParameter("payload")));
  }

  static long number(String field, String value, long least, long most) {
    if (value.matches("-?\\d{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw JsonBody.malformed(
        field
            + ": is no whole number from "
            + least
            + (most == Long.MAX_VALUE ? "" : " to " + most)
            + ": write one");
  }

  private static @Nullable LetterState state(@Nullable String title) {
    return title == null
        ? null
        : LetterState.of(title)
            .orElseThrow(
                () ->
                    JsonBody.malformed(
                        "state: is none of kept, replayed and discarded: write one of them"));
  }

  private static boolean flag(@Nullable String value) {
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw JsonBody.malformed("payload: is neither true nor false: write one of them");
    }
    return Boolean.parseBoolean(value);
  }
}
