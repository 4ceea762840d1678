package dev.fes.stage;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** What an operator asks of a blocked stage: to keep one event as a dead letter and to go on. */
final class SkipRequest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CONFLICT = 409;

  private final Streams streams;
  private final DeadLetters letters;

  SkipRequest(Streams streams, DeadLetters letters) {
    this.streams = streams;
    this.letters = letters;
  }

  WebEndpointResponse<Map<String, String>> answer(String event) throws InterruptedException {
    for (StreamProgress stream : streams.all()) {
      if (stream.skips().blocking().contains(event)) {
        return letters.open()
            ? skip(stream, event)
            : refused("there is no topic for dead letters: set fes.stage.dead-letters to one");
      }
    }
    return refused("event " + event + " does not block here now");
  }

  private static WebEndpointResponse<Map<String, String>> skip(StreamProgress stream, String event)
      throws InterruptedException {
    return switch (stream.skips().skip(event, PATIENCE)) {
      case SKIPPED ->
          new WebEndpointResponse<>(
              Map.of(
                  "done", "event " + event + " is kept as a dead letter, and the stage goes on"));
      case PASSED -> refused("event " + event + " has passed meanwhile; nothing was skipped");
      case NOT_BLOCKING -> refused("event " + event + " does not block here now");
      case BUSY -> refused("another event is being skipped: try again");
      case UNDECIDED ->
          refused(
              "event "
                  + event
                  + " could not be tried again in time: see what the stage says, and try again");
    };
  }

  private static WebEndpointResponse<Map<String, String>> refused(String why) {
    return new WebEndpointResponse<>(Map.of("error", why), CONFLICT);
  }
}
