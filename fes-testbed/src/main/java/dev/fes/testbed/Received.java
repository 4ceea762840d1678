package dev.fes.testbed;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** An event as the Nakadi stand-in got it, byte by byte; the eid is empty for undefined types. */
public record Received(String eid, Instant arrivedAt, String flowId, byte[] bytes) {

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
