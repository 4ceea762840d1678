package dev.fes.testbed.demo;

import java.time.Duration;

/** One row and the event that it became. */
record Sighting(String stream, String row, String target, String event, Duration commitToArrival) {

  String inFull() {
    return """
                %s
                  row    %s
                  event  %s
                  at     %s, %d ms after the commit
                """
        .formatted(stream, row, event, target, commitToArrival.toMillis());
  }

  String inBrief() {
    return "%-28s %5d ms  %s".formatted(stream, commitToArrival.toMillis(), row);
  }
}
