package dev.fes.testbed;

import dev.fes.testbed.FaultyProxy.Mode;
import dev.fes.testbed.SharedLaboratory.Bench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A neighbour that is away, whichever way and for however long, ends no process and loses nothing.
 * Kafka is away by itself, because all trouble is told by way of it; the others side by side.
 */
@Order(1)
@ExtendWith(SharedLaboratory.class)
class OutageMatrixIT {

  private static final List<Mode> AWAY =
      List.of(Mode.REFUSE, Mode.HANG, Mode.HTTP_503, Mode.GARBAGE);
  private static final Duration A_WHILE = Duration.ofSeconds(8);

  /** Longer than all time-outs of ten seconds, and than a source that hears nothing is patient. */
  private static final Duration LONG = Duration.ofSeconds(75);

  /** Longer than any time-out is by default: Kafka gives a consumer five minutes. */
  private static final Duration VERY_LONG = Duration.ofMinutes(6);

  @Test
  void nothingIsLostThoughEachNeighbourIsAway(Bench bench) {
    Random random = Seed.of("outage matrix, short").random("modes");
    carryOut(bench.laboratory(), bench.lines(), mixed(random), A_WHILE, random);
  }

  @ParameterizedTest
  @Tag("full")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PASS")
  void nothingIsLostThoughAllAreAwayTheSameWay(Mode mode) {
    try (Laboratory laboratory = Laboratory.open(TimeOuts.of(Duration.ofSeconds(10)))) {
      List<LiveLine> lines = laboratory.open("outage", Lines.many());
      Random random = Seed.of("outage matrix, full, " + mode).random("rows");
      carryOut(laboratory, lines, all(mode), LONG, random);
    }
  }

  @Test
  @Tag("full")
  void nothingIsLostThoughAllHangForLongerThanTheTimeOutsThatAreDefault() {
    try (Laboratory laboratory = Laboratory.open(TimeOuts.DEFAULT)) {
      List<LiveLine> lines = laboratory.open("outage", Lines.many());
      Random random = Seed.of("outage matrix, full, defaults").random("rows");
      carryOut(laboratory, lines, all(Mode.HANG), VERY_LONG, random);
    }
  }

  private static void carryOut(
      Laboratory laboratory,
      List<LiveLine> lines,
      Map<Neighbour, Mode> modes,
      Duration lasts,
      Random random) {
    Map<Neighbour, Mode> kafka = new EnumMap<>(Map.of(Neighbour.KAFKA, modes.get(Neighbour.KAFKA)));
    Map<Neighbour, Mode> others = new EnumMap<>(modes);
    others.remove(Neighbour.KAFKA);
    for (Map<Neighbour, Mode> away : List.of(others, kafka)) {
      System.out.printf("away: %s%n", away);
      new Outage(laboratory, lines, away, lasts).carryOut(random);
    }
  }

  private static Map<Neighbour, Mode> all(Mode mode) {
    Map<Neighbour, Mode> modes = new EnumMap<>(Neighbour.class);
    for (Neighbour neighbour : Neighbour.values()) {
      modes.put(neighbour, mode);
    }
    return modes;
  }

  /** Each way of being away at least once. */
  private static Map<Neighbour, Mode> mixed(Random random) {
    List<Neighbour> neighbours = new ArrayList<>(List.of(Neighbour.values()));
    Collections.shuffle(neighbours, random);
    int first = random.nextInt(AWAY.size());
    Map<Neighbour, Mode> modes = new EnumMap<>(Neighbour.class);
    for (int i = 0; i < neighbours.size(); i++) {
      modes.put(neighbours.get(i), AWAY.get((first + i) % AWAY.size()));
    }
    return modes;
  }
}
