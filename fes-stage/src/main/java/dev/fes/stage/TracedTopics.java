package dev.fes.stage;

import dev.fes.api.event.Event;

/** A source's topics; what is sent goes on in a span of its own. */
record TracedTopics(Topics topics, OpenSpans spans) implements Topics {

  @Override
  public void publish(String topic, Event event, Runnable durable) {
    OpenSpans.Open span = spans.open(event);
    if (span == null) {
      topics.publish(topic, event, durable);
    } else {
      topics.publish(
          topic,
          span.event(),
          () -> {
            span.end();
            durable.run();
          });
    }
  }
}
