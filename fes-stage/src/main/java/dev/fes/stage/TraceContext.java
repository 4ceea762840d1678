package dev.fes.stage;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as the W3C's {@code traceparent} writes it.
 *
 * @param flags two hexadecimal digits; the last bit says that the trace is recorded
 */
public record TraceContext(String traceId, String spanId, String flags) {

  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final HexFormat HEX = HexFormat.of();

  /** Nothing for what is no trace context. */
  public static Optional<TraceContext> parse(@Nullable String traceparent) {
    if (traceparent == null) {
      return Optional.empty();
    }
    Matcher matcher = TRACEPARENT.matcher(traceparent);
    return matcher.matches()
        ? Optional.of(new TraceContext(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  boolean isRecorded() {
    return (Integer.parseInt(flags, 16) & 1) == 1;
  }

  /** A new place in the same trace. */
  TraceContext child() {
    long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    return new TraceContext(traceId, HEX.toHexDigits(id), flags);
  }

  @Override
  public String toString() {
    return "00-" + traceId + '-' + spanId + '-' + flags;
  }
}
