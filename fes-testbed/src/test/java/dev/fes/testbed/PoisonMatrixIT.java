package dev.fes.testbed;

import dev.fes.testbed.BadRows.Place;
import dev.fes.testbed.Line.Mercy;
import dev.fes.testbed.Line.Origin;
import dev.fes.testbed.Poisoning.Pattern;
import dev.fes.testbed.SharedLaboratory.Bench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exactly the bad events are diverted, as the recovery says, and everything else arrives. */
@Order(1)
@ExtendWith(SharedLaboratory.class)
class PoisonMatrixIT {

  /** Bad events of a line, one kind after another. */
  private record Course(LiveLine live, List<Poisoning> cells, Random random) {

    void carryOut() {
      for (Poisoning cell : cells) {
        System.out.printf(
            "poison: %s, %s, bad at the %s%n", live.line().name(), cell.pattern(), cell.place());
        cell.carryOut(random);
      }
    }
  }

  /** Two cells a line: each pattern, each sink and each recovery is among them. */
  @Test
  void badEventsAreDivertedAndNothingElseIs(Bench bench) {
    Seed seed = Seed.of("poison matrix, short");
    Random random = seed.random("cells");
    List<LiveLine> lines =
        bench.lines().stream().filter(live -> live.line().origin() == Origin.POSTGRES).toList();
    List<Pattern> patterns = patterns(random, lines.size() * Place.values().length);
    List<Course> courses = new ArrayList<>();
    for (LiveLine live : lines) {
      List<Poisoning> cells =
          Arrays.stream(Place.values())
              .map(place -> new Poisoning(live, patterns.removeLast(), place))
              .toList();
      courses.add(new Course(live, cells, seed.random(live.line().name())));
    }
    SideBySide.each(courses, Course::carryOut);
  }

  @ParameterizedTest
  @Tag("full")
  @EnumSource
  void everyPatternIsDivertedAtEverySinkInEitherOrder(Mercy recovery) {
    try (Laboratory laboratory = Laboratory.open(TimeOuts.of(Duration.ofSeconds(10)))) {
      Seed seed = Seed.of("poison matrix, full, " + recovery);
      List<Course> courses =
          laboratory.open("poison", Lines.under(recovery)).stream()
              .map(live -> new Course(live, allCells(live), seed.random(live.line().name())))
              .toList();
      SideBySide.each(courses, Course::carryOut);
    }
  }

  private static List<Poisoning> allCells(LiveLine live) {
    return Stream.of(Pattern.values())
        .flatMap(
            pattern -> Stream.of(Place.values()).map(place -> new Poisoning(live, pattern, place)))
        .toList();
  }

  private static List<Pattern> patterns(Random random, int count) {
    List<Pattern> patterns = new ArrayList<>();
    while (patterns.size() < count) {
      patterns.addAll(List.of(Pattern.values()));
    }
    List<Pattern> chosen = new ArrayList<>(patterns.subList(0, count));
    Collections.shuffle(chosen, random);
    return chosen;
  }
}
