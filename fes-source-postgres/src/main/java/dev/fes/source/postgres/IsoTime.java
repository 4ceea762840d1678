package dev.fes.source.postgres;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Dates and times as Postgres writes them, {@code 0044-03-15 12:00:00+02 BC}, made ISO 8601. The
 * year before 1 is 0, a year after 9999 has a sign, and {@code infinity} is the word it is.
 */
final class IsoTime {

  private static final String BC = " BC";
  private static final String UTC = "+00";
  private static final String END_OF_DAY = "24:00:00";

  private IsoTime() {}

  static String date(String text) {
    if (isInfinite(text)) {
      return text;
    }
    int end = text.indexOf('-');
    String year = text.substring(0, end);
    if (text.endsWith(BC)) {
      int before = Integer.parseInt(year) - 1;
      return (before == 0 ? "0000" : String.format("-%04d", before))
          + text.substring(end, text.length() - BC.length());
    }
    return (end > 4 ? "+" : "") + text;
  }

  static String timestamp(String text) {
    if (isInfinite(text)) {
      return text;
    }
    boolean bc = text.endsWith(BC);
    int space = text.indexOf(' ');
    String time = text.substring(space + 1, bc ? text.length() - BC.length() : text.length());
    return date(text.substring(0, space) + (bc ? BC : "")) + 'T' + time;
  }

  static String timestampInUtc(String text) {
    if (isInfinite(text)) {
      return text;
    }
    String local = timestamp(text);
    int zone = zone(local, local.indexOf('T'));
    String time = local.substring(0, zone);
    return local.endsWith(UTC) && zone == local.length() - UTC.length()
        ? time + 'Z'
        : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                LocalDateTime.parse(time).minusSeconds(seconds(local.substring(zone))))
            + 'Z';
  }

  static String timeInUtc(String text) {
    int zone = zone(text, 0);
    String time = text.substring(0, zone);
    int seconds = seconds(text.substring(zone));
    if (seconds == 0) {
      return time + 'Z';
    }
    LocalTime local = time.equals(END_OF_DAY) ? LocalTime.MIDNIGHT : LocalTime.parse(time);
    return DateTimeFormatter.ISO_LOCAL_TIME.format(local.minusSeconds(seconds)) + 'Z';
  }

  private static boolean isInfinite(String text) {
    return text.endsWith("infinity");
  }

  private static int zone(String text, int from) {
    return Math.max(text.indexOf('+', from), text.indexOf('-', from));
  }

  private static int seconds(String zone) {
    return ZoneOffset.of(zone).getTotalSeconds();
  }
}
