package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static dev.fes.stage.Recoveries.blocking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.StreamState.Activity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bad events among many, in lanes side by side: by their key, or as they come. */
class PoisonSideBySideTest {

  private static final int KEYS = 20;
  private static final int LANES = 4;

  private final StreamProgress progress =
      new Streams(
              new StageSettings(null, null, null, null, "sink", null, null),
              new SimpleMeterRegistry())
          .of("orders");
  private final ScriptedPublisher target = new ScriptedPublisher(100).allOrNothing();
  private final LetterBox letters = new LetterBox();
  private final List<String> confirmed = new CopyOnWriteArrayList<>();
  private final List<Failure> restarts = new CopyOnWriteArrayList<>();
  private Lanes lanes;

  @AfterEach
  void stop() {
    lanes.stop(Duration.ofSeconds(5));
    assertThat(restarts).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void areDivertedAndTheRestOfEachKeyIsInOrder(Poison poison) {
    start(poison, toDeadLetters());
    await().until(() -> confirmed.size() == Poison.EVENTS);
    assertThat(byKey(target.accepted)).isEqualTo(byKey(poison.good()));
    assertThat(byKey(letters.ids())).isEqualTo(byKey(poison.bad()));
    assertThat(target.refusals).as("each once").hasSize(poison.count());
  }

  @ParameterizedTest
  @EnumSource
  void areLettersInOrderWhereTheTargetKeepsNone(Poison poison) {
    for (int id = 0; id < Poison.EVENTS; id += 150) {
      target.fail(String.valueOf(id), 2);
    }
    start(Lanes.Spread.ANY, poison, toDeadLetters());
    await().until(() -> confirmed.size() == Poison.EVENTS);
    assertThat(target.accepted).containsExactlyInAnyOrderElementsOf(poison.good());
    assertThat(letters.ids()).isEqualTo(poison.bad());
    assertThat(target.refusals).as("each once").hasSize(poison.count());
  }

  @ParameterizedTest
  @EnumSource
  void areSkippedAndTheRestOfEachKeyIsInOrder(Poison poison) {
    start(poison, new BadEvents.Skip(progress));
    await().until(() -> confirmed.size() == Poison.EVENTS);
    assertThat(byKey(target.accepted)).isEqualTo(byKey(poison.good()));
    assertThat(progress.snapshot().ignored()).isEqualTo(poison.count());
  }

  @ParameterizedTest
  @EnumSource
  void holdUpTheirOwnKeyUntilTheyPass(Poison poison) {
    start(poison, blocking(progress));
    String key = key(String.valueOf(poison.first()));
    List<String> before =
        Poison.all().subList(0, poison.first()).stream().filter(id -> key(id).equals(key)).toList();
    await()
        .untilAsserted(
            () -> {
              assertThat(progress.state().activity()).isEqualTo(Activity.BLOCKED);
              assertThat(byKey(target.accepted).getOrDefault(key, List.of())).isEqualTo(before);
            });
    target.acceptAll();
    await().until(() -> confirmed.size() == Poison.EVENTS);
    assertThat(byKey(target.accepted)).isEqualTo(byKey(Poison.all()));
    // a lane confirms first and says afterwards that it has no trouble any more
    await().until(() -> progress.state().activity() == Activity.RUNNING);
  }

  private BadEvents toDeadLetters() {
    return new BadEvents.InTurn(new BadEvents.ToDeadLetters(letters.writer(), "sink", progress));
  }

  private void start(Poison poison, BadEvents badEvents) {
    start(Lanes.Spread.BY_KEY, poison, badEvents);
  }

  private void start(Lanes.Spread spread, Poison poison, BadEvents badEvents) {
    poison.bad().forEach(target::refuse);
    lanes = new Lanes(spread, LANES, in -> lane(in, badEvents), restarts::add);
    Poison.all()
        .forEach(id -> lanes.accept(new InFlight(event(key(id), id), () -> confirmed.add(id))));
  }

  private Lane lane(Arrivals arriving, BadEvents badEvents) {
    Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5));
    return new PublishingLane(arriving, target, badEvents, progress, new Patience(quick, arriving));
  }

  private static Map<String, List<String>> byKey(List<String> ids) {
    return ids.stream().collect(Collectors.groupingBy(PoisonSideBySideTest::key));
  }

  private static String key(String id) {
    return "customer-" + Integer.parseInt(id) % KEYS;
  }
}
