package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.Skips.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lanes that publish, and an operator who wants an event skipped. */
class SkipsTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final StreamProgress progress =
      new Streams(
              new StageSettings("app", null, null, "orders", "sink", null, null),
              new SimpleMeterRegistry())
          .of("orders");
  private final Skips skips = progress.skips();
  private final Arrivals arrivals = new Arrivals();
  private final List<String> confirmed = new CopyOnWriteArrayList<>();
  private final List<Failure> restarts = new CopyOnWriteArrayList<>();
  private final LetterBox letters = new LetterBox();
  private final ScriptedPublisher target = new ScriptedPublisher(10).allOrNothing().refuse("b");
  private Thread lane = Thread.ofVirtual().unstarted(() -> {});

  @AfterEach
  void stop() throws InterruptedException {
    lane.interrupt();
    lane.join();
  }

  @Test
  void skipsTheEventThatBlocksAndNoOther() throws Exception {
    target.refuse("d");
    start("a", "b", "c", "d", "e");
    awaitBlocked("b");

    assertThat(skips.skip("b", LONG)).isEqualTo(Answer.SKIPPED);

    awaitBlocked("d");
    assertThat(letters.ids()).containsExactly("b");
    assertThat(confirmed).containsExactly("a", "b", "c");
    assertThat(progress.snapshot().deadLettered()).isEqualTo(1);
    assertThat(letters.letters().getFirst().fault().error()).contains("b is refused");
  }

  @Test
  void anEventThatPassesMeanwhileIsNotSkipped() throws Exception {
    start("b", "c");
    awaitBlocked("b");
    target.accept("b");

    assertThat(skips.skip("b", LONG)).isEqualTo(Answer.PASSED);

    await().until(() -> confirmed.equals(List.of("b", "c")));
    assertThat(letters.ids()).isEmpty();
    assertThat(skips.take("b")).as("the wish is over").isFalse();
  }

  @Test
  void skipsAnEventWhileOneBeforeItBlocksInAnotherLane() throws Exception {
    ScriptedPublisher unordered = new ScriptedPublisher(1).refuse("a").refuse("b");
    Lanes lanes =
        new Lanes(Lanes.Spread.ANY, 2, arriving -> publishing(arriving, unordered), restarts::add);
    Stream.of("a", "b").map(this::inFlight).forEach(lanes::accept);
    await().until(() -> skips.blocking().equals(List.of("a", "b")));

    assertThat(skips.skip("b", LONG)).isEqualTo(Answer.SKIPPED);

    assertThat(letters.ids()).containsExactly("b");
    await().until(() -> skips.blocking().equals(List.of("a")));
    lanes.stop(LONG);
    assertThat(restarts).isEmpty();
  }

  @Test
  void aLetterThatCameTooLateForItsOwnWishAnswersNoOther() throws Exception {
    skips.stands(
        this,
        "b",
        () -> {
          assertThat(skips.take("b")).isTrue();
          skips.skipped("a");
        });

    assertThat(skips.skip("b", SHORT)).isEqualTo(Answer.UNDECIDED);
  }

  @Test
  void anotherEventThanTheOneThatBlocksIsRefused() throws Exception {
    start("b", "c");
    awaitBlocked("b");

    assertThat(skips.skip("c", SHORT)).isEqualTo(Answer.NOT_BLOCKING);
    assertThat(skips.skip("a", SHORT)).isEqualTo(Answer.NOT_BLOCKING);

    assertThat(letters.ids()).isEmpty();
    assertThat(confirmed).isEmpty();
  }

  @Test
  void aWishThatNobodyComesToHoldsNoLonger() throws Exception {
    skips.stands(this, "b", () -> {});

    assertThat(skips.skip("b", SHORT)).isEqualTo(Answer.UNDECIDED);
    assertThat(skips.take("b")).isFalse();
  }

  @Test
  void nothingBlocksOnceTheLaneHasGivenItsEventsUp() throws Exception {
    skips.stands(this, "b", () -> {});

    progress.allRelieved();

    assertThat(skips.blocking()).isEmpty();
    assertThat(skips.skip("b", SHORT)).isEqualTo(Answer.NOT_BLOCKING);
  }

  private void awaitBlocked(String event) {
    await().until(() -> skips.blocking().equals(List.of(event)));
  }

  private void start(String... ids) {
    Lane publishing = publishing(arrivals, target);
    Stream.of(ids).map(this::inFlight).forEach(arrivals::add);
    lane = Thread.ofVirtual().start(() -> goOn(publishing));
  }

  private Lane publishing(Arrivals arriving, Publisher publisher) {
    BadEvents recovery =
        new BadEvents.BlockUntilSkipped(
            skips, new BadEvents.ToDeadLetters(letters.writer(), "sink", progress));
    return new PublishingLane(
        arriving, publisher, recovery, progress, new Patience(Backoff.DEFAULT, arriving));
  }

  private InFlight inFlight(String id) {
    return new InFlight(event(id), () -> confirmed.add(id));
  }

  private static void goOn(Lane lane) {
    try {
      while (true) {
        lane.advance();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
