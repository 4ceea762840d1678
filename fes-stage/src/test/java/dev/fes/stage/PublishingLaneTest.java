package dev.fes.stage;

import static dev.fes.stage.Events.badOnArrival;
import static dev.fes.stage.Events.event;
import static dev.fes.stage.Recoveries.blocking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fes.api.event.Event;
import dev.fes.stage.StreamState.Activity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublishingLaneTest {

  private final StreamProgress progress =
      new Streams(settings(), new SimpleMeterRegistry()).of("orders");
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> confirmed = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals();

  @Test
  void confirmsWhatWasAcceptedInOrder() throws Exception {
    ScriptedPublisher target = new ScriptedPublisher(10);
    Lane lane = lane(target, blocking(progress));
    arrive(event("a"), event("b"), event("c"));
    lane.advance();
    assertThat(target.calls).containsExactly(List.of("a", "b", "c"));
    assertThat(confirmed).containsExactly("a", "b", "c");
    assertThat(progress.state().activity()).isEqualTo(Activity.RUNNING);
  }

  @Test
  void whatALaneHearsAfterItWasGivenUpSaysNothingOfTheStream() {
    Failure away = Failure.transientFailure("timeout", "did not answer in time");
    progress.failed(Failure.misconfigured("gap", "records are gone"));
    for (Outcome late : List.of(new Outcome.Accepted(), new Outcome.Failed(away))) {
      Arrivals own = new Arrivals();
      own.add(new InFlight(event("a"), () -> {}));
      Patience patience = new Patience(Backoff.DEFAULT, own);
      Lane lane =
          new PublishingLane(own, new Late(own, late), blocking(progress), progress, patience);
      var _ = catchThrowable(lane::advance);
      assertThat(progress.state().reason()).as("%s", late).isEqualTo("gap");
    }
  }

  @Test
  void sendsAgainFromTheFirstFailedEventOn() throws Exception {
    ScriptedPublisher target = new ScriptedPublisher(10).fail("b", 1);
    Lane lane = lane(target, blocking(progress));
    arrive(event("a"), event("b"), event("c"));
    lane.advance();
    assertThat(confirmed).containsExactly("a");
    assertThat(progress.state().activity()).isEqualTo(Activity.RETRYING);
    assertThat(pauses).hasSize(1);
    lane.advance();
    assertThat(target.accepted).containsExactly("a", "b", "c");
    assertThat(confirmed).containsExactly("a", "b", "c");
  }

  @Test
  void nothingPassesABlockingEventButAllBeforeItIsPublished() throws Exception {
    ScriptedPublisher target = new ScriptedPublisher(10).allOrNothing().refuse("c");
    Lane lane = lane(target, blocking(progress));
    arrive(event("a"), event("b"), event("c"), event("d"));
    lane.advance();
    assertThat(pauses).as("the good ones need not wait").isEmpty();
    lane.advance();
    assertThat(confirmed).containsExactly("a", "b");
    lane.advance();
    assertThat(progress.state().activity()).isEqualTo(Activity.BLOCKED);
    assertThat(progress.state().error()).isEqualTo("c is refused (event c at 0/1)");
    assertThat(confirmed).containsExactly("a", "b");
    target.accept("c");
    lane.advance();
    lane.advance();
    assertThat(confirmed).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aBlockingEventIsTriedAloneUntilItPasses() throws Exception {
    ScriptedPublisher target = new ScriptedPublisher(10).refuse("b");
    Lane lane = lane(target, blocking(progress));
    arrive(event("a"), event("b"), event("c"));
    lane.advance();
    assertThat(target.accepted).as("the target took c, as it keeps no order").contains("a", "c");
    lane.advance();
    assertThat(target.calls.getLast()).containsExactly("b");
  }

  @Test
  void divertsExactlyTheBadEventsWithOnePostEachAndOneMore() throws Exception {
    ScriptedPublisher target =
        new ScriptedPublisher(10).allOrNothing().refuse("a").refuse("c").refuse("d");
    Lane lane = lane(target, new BadEvents.Skip(progress));
    arrive(event("a"), event("b"), event("c"), event("d"), event("e"));
    for (int post = 0; post < 4; post++) {
      lane.advance();
    }
    assertThat(target.accepted).containsExactly("b", "e");
    assertThat(confirmed).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    assertThat(progress.snapshot().ignored()).isEqualTo(3);
    assertThat(pauses).isEmpty();
  }

  @Test
  void anEventThatArrivesBadLeavesItsPlaceWithoutBeingSent() throws Exception {
    ScriptedPublisher target = new ScriptedPublisher(10);
    Lane lane = lane(target, new BadEvents.Skip(progress));
    arrive(event("a"), badOnArrival("b"), event("c"));
    lane.advance();
    lane.advance();
    lane.advance();
    assertThat(target.calls).containsExactly(List.of("a"), List.of("c"));
    assertThat(confirmed).containsExactly("a", "b", "c");
  }

  @Test
  void anEventThatArrivesBadBlocksAStreamWithoutRecovery() throws Exception {
    ScriptedPublisher target = new ScriptedPublisher(10);
    Lane lane = lane(target, blocking(progress));
    arrive(badOnArrival("a"), event("b"));
    lane.advance();
    lane.advance();
    assertThat(target.calls).isEmpty();
    assertThat(progress.state().error()).isEqualTo("no image of column note (event a at 0/1)");
  }

  @Test
  void batchesNeverExceedTheTargetsSize() throws Exception {
    ScriptedPublisher target = new ScriptedPublisher(2);
    Lane lane = lane(target, blocking(progress));
    arrive(event("a"), event("b"), event("c"));
    lane.advance();
    lane.advance();
    assertThat(target.calls).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void thePauseIsTheFirstStepForAsLongAsSomeOfEachBatchIsPublished() throws Exception {
    Lane lane = lane(new ThrottledPublisher(), blocking(progress));
    arrive(IntStream.range(0, 13).mapToObj(n -> event("e" + n)).toArray(Event[]::new));
    for (int call = 0; call < 12; call++) {
      lane.advance();
    }
    assertThat(confirmed).hasSize(12);
    assertThat(pauses)
        .hasSize(12)
        .allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofMillis(200)));
    assertThat(progress.state().activity()).isEqualTo(Activity.RETRYING);
  }

  @Test
  void aPublisherThatBreaksIsATransientFailureOfTheWholeBatch() throws Exception {
    Lane lane = lane(new BreakingPublisher(), blocking(progress));
    arrive(event("a"));
    lane.advance();
    assertThat(progress.state().activity()).isEqualTo(Activity.RETRYING);
    assertThat(progress.state().reason()).isEqualTo("unexpected");
    assertThat(confirmed).isEmpty();
  }

  @Test
  void wordsOfALibraryThatMayQuoteARowReachNoState() throws Exception {
    Lane lane = lane(new BreakingPublisher(), blocking(progress));
    arrive(event("a"));
    lane.advance();
    assertThat(progress.state().error())
        .isEqualTo("publishing failed unexpectedly: java.lang.IllegalStateException");
  }

  private Lane lane(Publisher target, BadEvents badEvents) {
    Patience patience = new Patience(Backoff.DEFAULT, pauses::add);
    return new PublishingLane(arrivals, target, badEvents, progress, patience);
  }

  private void arrive(Event... events) {
    for (Event event : events) {
      arrivals.add(new InFlight(event, () -> confirmed.add(event.facts().id())));
    }
  }

  private static StageSettings settings() {
    return new StageSettings(null, null, null, null, "sink", null, null);
  }

  /** Answers when the lane that asked has been given up. */
  private record Late(Arrivals lane, Outcome outcome) implements InOrder {
    @Override
    public int batchSize() {
      return 1;
    }

    @Override
    public BatchResult publish(List<Event> batch) {
      lane.close();
      return new BatchResult(List.of(outcome));
    }
  }

  /** Takes the first event of each call and not the second. */
  private record ThrottledPublisher() implements InOrder {
    @Override
    public int batchSize() {
      return 2;
    }

    @Override
    public BatchResult publish(List<Event> batch) {
      return new BatchResult(
          List.of(
              new Outcome.Accepted(),
              new Outcome.Failed(Failure.transientFailure("throttled", "too fast"))));
    }
  }

  private record BreakingPublisher() implements InOrder {
    @Override
    public int batchSize() {
      return 10;
    }

    @Override
    public BatchResult publish(List<Event> batch) {
      throw new IllegalStateException("a bug");
    }
  }
}
