package dev.fes.stage;

/**
 * This stage's part of the traces that its events carry. Traces pass through in any case; spans are
 * recorded, around the stage's own work, only where a collector is configured.
 */
public sealed interface Tracing {

  /** For a source: a span from here until the topic has the change. */
  Topics around(Topics topics);

  /** For a flow: a span for the conversion. */
  Converter around(Converter converter);

  /** For a sink: a span for each event of a request. */
  Publisher around(Publisher publisher);

  /** No collector: nothing stands between. */
  record Off() implements Tracing {

    @Override
    public Topics around(Topics topics) {
      return topics;
    }

    @Override
    public Converter around(Converter converter) {
      return converter;
    }

    @Override
    public Publisher around(Publisher publisher) {
      return publisher;
    }
  }

  /** Spans go to a collector. */
  record On(OpenSpans spans) implements Tracing {

    @Override
    public Topics around(Topics topics) {
      return new TracedTopics(topics, spans);
    }

    @Override
    public Converter around(Converter converter) {
      return new Converter(
          new TracedFunction(converter.function(), spans)::apply, converter.width());
    }

    @Override
    public Publisher around(Publisher publisher) {
      return new TracedPublisher(publisher, spans);
    }
  }
}
