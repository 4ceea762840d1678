package dev.fes.stage;

import static dev.fes.stage.Events.badOnArrival;
import static dev.fes.stage.Events.event;
import static dev.fes.stage.Recoveries.blocking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import dev.fes.api.event.Replay;
import dev.fes.stage.StreamState.Activity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bad events among many, in one lane: a stream that is in order as a whole. */
class PoisonTest {

  private static final int BATCH = 100;

  private final StreamProgress progress =
      new Streams(
              new StageSettings(null, null, null, null, "sink", null, null),
              new SimpleMeterRegistry())
          .of("orders");
  private final ScriptedPublisher target = new ScriptedPublisher(BATCH);
  private final LetterBox letters = new LetterBox();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> confirmed = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals();
  private final AtomicInteger left = new AtomicInteger();

  @ParameterizedTest
  @EnumSource
  void areDivertedWithOneCallEachWhereTheTargetNamesOneACall(Poison poison) throws Exception {
    target.allOrNothing();
    arriveRefused(poison);
    finish(lane(target, toDeadLetters()));
    assertDiverted(poison);
    assertThat(target.calls).hasSize(poison.count() + batches(poison.good().size()));
  }

  @ParameterizedTest
  @EnumSource
  void areDivertedWithNoFurtherCallWhereTheTargetNamesEach(Poison poison) throws Exception {
    arriveRefused(poison);
    finish(lane(target, toDeadLetters()));
    assertDiverted(poison);
    assertThat(target.calls).hasSize(batches(Poison.EVENTS));
  }

  @ParameterizedTest
  @EnumSource
  void thatTheSourceMarkedAreDivertedUnsent(Poison poison) throws Exception {
    arriveMarked(poison);
    finish(lane(target, toDeadLetters()));
    assertDiverted(poison);
    assertThat(target.calls.size())
        .isLessThanOrEqualTo(poison.count() + batches(poison.good().size()));
    assertThat(letters.letters())
        .extracting(Event::fault)
        .containsOnly(new Fault("source", "no image of column note", 1));
  }

  @ParameterizedTest
  @EnumSource
  void areSkippedAndCounted(Poison poison) throws Exception {
    target.allOrNothing();
    arriveRefused(poison);
    finish(lane(target, new BadEvents.Skip(progress)));
    assertThat(target.accepted).isEqualTo(poison.good());
    assertThat(target.refusals).isEqualTo(poison.bad());
    assertThat(progress.snapshot().ignored()).isEqualTo(poison.count());
    assertThat(confirmed).containsExactlyInAnyOrderElementsOf(Poison.all());
  }

  @ParameterizedTest
  @EnumSource
  void holdUpAllThatComesAfterTheFirstUntilTheyPass(Poison poison) throws Exception {
    target.allOrNothing();
    arriveRefused(poison);
    Lane lane = lane(target, blocking(progress));
    while (progress.state().activity() != Activity.BLOCKED) {
      lane.advance();
    }
    assertThat(target.calls.size()).isLessThanOrEqualTo(batches(poison.first()) + 3);
    for (int tries = 0; tries < 5; tries++) {
      lane.advance();
      assertThat(target.calls).last().isEqualTo(List.of(String.valueOf(poison.first())));
    }
    assertThat(pauses).as("one for each try since it blocks").hasSize(6);
    assertThat(target.accepted).isEqualTo(Poison.all().subList(0, poison.first()));
    assertThat(confirmed).isEqualTo(target.accepted);
    target.acceptAll();
    finish(lane);
    assertThat(target.accepted).isEqualTo(Poison.all());
    assertThat(progress.snapshot().published()).isEqualTo(Poison.EVENTS);
  }

  @ParameterizedTest
  @EnumSource
  void ofAFlowAreDivertedAndItsEventsStayInOrder(Poison poison) throws Exception {
    LetterBox events = new LetterBox();
    arriveRefused(poison);
    Converter flow = new Converter(change -> converted(change, poison), 8);
    finish(
        new ConvertingLane(
            arrivals, flow, events.writer(), toDeadLetters(), progress, patience(pauses)));
    assertThat(events.ids()).isEqualTo(poison.good());
    assertThat(letters.ids()).isEqualTo(poison.bad());
    assertThat(confirmed).isEqualTo(Poison.all());
    assertThat(pauses).isEmpty();
  }

  @Test
  void keepTheirBytesKeyFailureAndAttemptsAsLetters() throws Exception {
    target.fail("b", 2);
    Event bad = event("customer-7", "b");
    arrive(event("a"), bad, event("c"));
    Lane lane = lane(target, toDeadLetters());
    lane.advance();
    lane.advance();
    target.refuse("b");
    finish(lane);
    assertThat(letters.letters())
        .singleElement()
        .usingRecursiveComparison()
        .isEqualTo(bad.withFault(new Fault("sink", "b is refused", 3)));
    assertThat(target.accepted).containsExactly("a", "c");
  }

  @Test
  void thatWereReplayedSayWhichLetterTheyWereAndHowOftenTheyWereTriedInAll() throws Exception {
    target.refuse("b");
    arrive(
        event("b").withReplay(new Replay(17, 3)), badOnArrival("s").withReplay(new Replay(18, 1)));
    finish(lane(target, toDeadLetters()));
    assertThat(letters.letters())
        .extracting(Event::replay)
        .extracting(Replay::letter)
        .containsExactly(17L, 18L);
    assertThat(letters.letters())
        .extracting(Event::fault)
        .extracting(Fault::attempts)
        .containsExactly(4, 2);
  }

  @Test
  void ofAFlowAreKnownAsReplayedByTheSinkThatGetsThem() throws Exception {
    LetterBox events = new LetterBox();
    arrive(event("a").withReplay(new Replay(17, 3)));
    Converter flow =
        new Converter(
            change -> change.stream().map(e -> new Event(e.key(), e.value(), e.facts())).toList(),
            1);
    finish(
        new ConvertingLane(
            arrivals, flow, events.writer(), toDeadLetters(), progress, patience(pauses)));
    assertThat(events.letters()).extracting(Event::replay).containsExactly(new Replay(17, 3));
  }

  @Test
  void thatAreLettersStayInTheTopicWhileTheirSinkIsDownAndTheStreamGoesOn() throws Exception {
    arriveRefused(Poison.ONE_IN_A_THOUSAND);
    finish(lane(target, toDeadLetters()));
    confirmed.clear();
    ScriptedPublisher recovery = new ScriptedPublisher(BATCH).fail("499", 3);
    arrive(letters.letters().toArray(Event[]::new));
    Lane sink = lane(LetterPublisher.asTheyAre(recovery, "orders"), refusals());
    for (int tries = 0; tries < 3; tries++) {
      sink.advance();
      assertThat(confirmed).isEmpty();
      assertThat(progress.state().activity()).isEqualTo(Activity.RETRYING);
    }
    finish(sink);
    assertThat(recovery.accepted).isEqualTo(Poison.ONE_IN_A_THOUSAND.bad());
    assertThat(confirmed).isEqualTo(Poison.ONE_IN_A_THOUSAND.bad());
  }

  @Test
  void thatTheRecoverySinkRefusesEvenBareAreCountedAndHoldNothingUp() throws Exception {
    arrive(badOnArrival("a"), badOnArrival("b"), badOnArrival("c"));
    target.allOrNothing().refuse("b");
    finish(lane(LetterPublisher.asTheyAre(target, "orders"), refusals()));
    assertThat(target.accepted).containsExactly("a", "c");
    assertThat(target.refusals).as("whole and bare").containsExactly("b", "b");
    assertThat(progress.snapshot().deadLetterRefused()).isEqualTo(1);
    assertThat(confirmed).containsExactlyInAnyOrder("a", "b", "c");
  }

  private void assertDiverted(Poison poison) {
    assertThat(target.accepted).isEqualTo(poison.good());
    assertThat(letters.ids()).isEqualTo(poison.bad());
    assertThat(progress.snapshot().deadLettered()).isEqualTo(poison.count());
    assertThat(confirmed).containsExactlyInAnyOrderElementsOf(Poison.all());
    assertThat(pauses).isEmpty();
  }

  private static List<Event> converted(List<Event> change, Poison poison) {
    String id = change.getFirst().facts().id();
    if (poison.has(Integer.parseInt(id))) {
      throw new StageFailure(Failure.badEvent("not-json", "no JSON"));
    }
    return change;
  }

  private static int batches(int events) {
    return Math.ceilDiv(events, BATCH);
  }

  private BadEvents toDeadLetters() {
    return new BadEvents.ToDeadLetters(letters.writer(), "sink", progress);
  }

  private BadEvents refusals() {
    return new BadEvents.Refusals(progress);
  }

  private Lane lane(Publisher publisher, BadEvents badEvents) {
    return new PublishingLane(arrivals, publisher, badEvents, progress, patience(pauses));
  }

  private static Patience patience(List<Duration> pauses) {
    return new Patience(Backoff.DEFAULT, pauses::add);
  }

  private void finish(Lane lane) throws InterruptedException {
    while (left.get() > 0) {
      lane.advance();
    }
  }

  private void arriveRefused(Poison poison) {
    poison.bad().forEach(target::refuse);
    Poison.all().forEach(id -> arrive(event(id)));
  }

  private void arriveMarked(Poison poison) {
    for (String id : Poison.all()) {
      arrive(poison.has(Integer.parseInt(id)) ? badOnArrival(id) : event(id));
    }
  }

  private void arrive(Event... events) {
    for (Event event : events) {
      left.incrementAndGet();
      arrivals.add(
          new InFlight(
              event,
              () -> {
                confirmed.add(event.facts().id());
                left.decrementAndGet();
              }));
    }
  }
}
