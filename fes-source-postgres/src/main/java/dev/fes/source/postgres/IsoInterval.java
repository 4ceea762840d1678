package dev.fes.source.postgres;

import java.math.BigDecimal;
import org.postgresql.util.PGInterval;

/** An interval as ISO 8601 writes it, each part with its own sign as Postgres keeps it. */
final class IsoInterval {

  private static final int MICROS = 6;

  private IsoInterval() {}

  static String of(PGInterval interval) {
    StringBuilder iso = new StringBuilder("P");
    part(iso, interval.getYears(), 'Y');
    part(iso, interval.getMonths(), 'M');
    part(iso, interval.getDays(), 'D');
    int date = iso.append('T').length();
    part(iso, interval.getHours(), 'H');
    part(iso, interval.getMinutes(), 'M');
    BigDecimal seconds =
        BigDecimal.valueOf(interval.getWholeSeconds())
            .add(BigDecimal.valueOf(interval.getMicroSeconds(), MICROS));
    if (seconds.signum() != 0) {
      iso.append(seconds.stripTrailingZeros().toPlainString()).append('S');
    }
    if (iso.length() == date) {
      iso.setLength(date - 1);
    }
    return iso.length() == 1 ? "PT0S" : iso.toString();
  }

  private static void part(StringBuilder iso, int value, char unit) {
    if (value != 0) {
      iso.append(value).append(unit);
    }
  }
}
