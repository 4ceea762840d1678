package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.event.Event;
import dev.fes.api.event.Replay;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String RECORDED = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private final List<Span> ended = new ArrayList<>();
  private final Tracing tracing = new Tracing.On(new OpenSpans(ended::add));
  private final List<Event> gone = new ArrayList<>();
  private final List<Runnable> durable = new ArrayList<>();

  @Test
  void aSourcesSpanEndsWhenTheTopicHasTheChange() {
    source(tracing).publish("changes", event(RECORDED), () -> {});
    assertThat(ended).isEmpty();
    durable.forEach(Runnable::run);
    assertThat(ended)
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.parentId()).isEqualTo("00f067aa0ba902b7");
              assertThat(span.context().traceId()).isEqualTo(TRACE);
              assertThat(span.endNanos()).isGreaterThanOrEqualTo(span.startNanos());
              assertThat(gone.getFirst().facts().traceparent())
                  .isEqualTo(span.context().toString());
            });
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "no trace",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
      })
  void whatIsNotRecordedGoesOnAsItIs(String traceparent) {
    source(tracing).publish("changes", event(traceparent), () -> {});
    durable.forEach(Runnable::run);
    assertThat(ended).isEmpty();
    assertThat(gone.getFirst().facts().traceparent()).isEqualTo(traceparent);
  }

  @Test
  void aFlowsEventsAreInItsSpan() {
    Converter flow = tracing.around(new Converter(changes -> changes, 1));
    List<Event> events = flow.function().apply(List.of(event(RECORDED)));
    assertThat(ended).hasSize(1);
    assertThat(events.getFirst().facts().traceparent())
        .isEqualTo(ended.getFirst().context().toString());
  }

  @Test
  void aReplayedEventIsOneInItsSpanToo() {
    Replay replay = new Replay(17, 3);
    source(tracing).publish("changes", event(RECORDED).withReplay(replay), () -> {});
    durable.forEach(Runnable::run);
    assertThat(ended).hasSize(1);
    assertThat(gone.getFirst().replay()).isEqualTo(replay);
  }

  @Test
  void aFlowThatFailsSaysSoInItsSpan() {
    Converter flow =
        tracing.around(
            new Converter(
                changes -> {
                  throw new StageFailure(Failure.badEvent("broken", "is broken"));
                },
                1));
    assertThatThrownBy(() -> flow.function().apply(List.of(event(RECORDED))))
        .isInstanceOf(StageFailure.class);
    assertThat(ended).extracting(Span::error).containsExactly("is broken");
  }

  @Test
  void aSinksRequestIsASpanForEachEventThatWasSent() throws InterruptedException {
    List<Outcome> outcomes =
        List.of(
            new Outcome.Accepted(),
            new Outcome.Refused(Failure.badEvent("bad", "is refused")),
            new Outcome.Unsent(),
            new Outcome.Accepted());
    Publisher sink = tracing.around(answering(outcomes));
    BatchResult result =
        sink.publish(List.of(event(RECORDED), event(RECORDED), event(RECORDED), event(null)));
    assertThat(result.outcomes()).isEqualTo(outcomes);
    assertThat(ended).extracting(Span::error).containsExactly(null, "is refused");
    assertThat(gone.getFirst().facts().traceparent())
        .isEqualTo(ended.getFirst().context().toString());
    assertThat(gone.getLast().facts().traceparent()).isNull();
  }

  @Test
  void nothingStandsBetweenWhereNoCollectorIsConfigured() {
    Tracing off = new Tracing.Off();
    Topics topics = (topic, event, then) -> {};
    assertThat(off.around(topics)).isSameAs(topics);
  }

  private Topics source(Tracing tracing) {
    return tracing.around(
        (topic, event, then) -> {
          gone.add(event);
          durable.add(then);
        });
  }

  private Publisher answering(List<Outcome> outcomes) {
    return new InOrder() {
      @Override
      public int batchSize() {
        return outcomes.size();
      }

      @Override
      public BatchResult publish(List<Event> batch) {
        gone.addAll(batch);
        return new BatchResult(outcomes);
      }
    };
  }

  private static Event event(String traceparent) {
    Event event = Events.event("1");
    return new Event(
        event.key(), event.value(), event.facts().withTraceparent(traceparent), event.fault());
  }
}
