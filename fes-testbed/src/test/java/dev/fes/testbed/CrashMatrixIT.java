package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.testbed.Line.Origin;
import dev.fes.testbed.Line.Target;
import dev.fes.testbed.SharedLaboratory.Bench;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every row is accounted for: what is committed arrives, in commit order, whichever stage is killed
 * in the middle of it. All lines work side by side.
 */
@Order(1)
@ExtendWith(SharedLaboratory.class)
class CrashMatrixIT {

  private static final int MANY = 20;
  private static final int ROWS_A_KILL = 200;

  @Test
  void nothingIsLostThoughStagesOfEachKindAreKilled(Bench bench) {
    List<LiveLine> lines = bench.lines();
    Ledger ledger =
        carryOut(
            "crash matrix, short",
            lines,
            (live, seed) ->
                new Kills(live, times(live, lines, _ -> 1), shortRows(live.line()), seed));
    assertThat(ledger.kills()).containsOnlyKeys(kinds(lines));
  }

  @Test
  @Tag("full")
  void nothingIsLostThoughStagesOfEachKindAreKilledTwentyTimes() {
    try (Laboratory laboratory = Laboratory.open(TimeOuts.of(Duration.ofSeconds(10)))) {
      List<LiveLine> lines = laboratory.open("crash", Lines.many());
      Ledger ledger =
          carryOut("crash matrix, full", lines, (live, seed) -> twenty(live, lines, seed));
      assertThat(ledger.kills().values()).allMatch(kills -> kills >= MANY);
      assertThat(ledger.kills()).containsOnlyKeys(kinds(lines));
    }
  }

  /** Of each kind, the lines that have it share them. */
  private static Kills twenty(LiveLine live, List<LiveLine> lines, Random seed) {
    Map<String, Long> sharing =
        lines.stream()
            .flatMap(one -> killed(one, lines).map(one.line()::kind))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    Map<String, Integer> times =
        times(live, lines, kind -> (int) Math.ceilDiv(MANY, sharing.getOrDefault(kind, 1L)));
    int kills = times.values().stream().mapToInt(Integer::intValue).sum();
    return new Kills(live, times, (kills + 1) * ROWS_A_KILL, seed);
  }

  private static Ledger carryOut(
      String title, List<LiveLine> lines, BiFunction<LiveLine, Random, Kills> plan) {
    Seed seed = Seed.of(title);
    List<Kills> all =
        lines.stream().map(live -> plan.apply(live, seed.random(live.line().name()))).toList();
    Ledger ledger = new Ledger(SideBySide.all(all, Kills::carryOut));
    ledger.settle();
    System.out.print(ledger.table(title));
    ledger.check();
    return ledger;
  }

  private static Map<String, Integer> times(
      LiveLine live, List<LiveLine> lines, ToIntFunction<String> ofKind) {
    return killed(live, lines)
        .collect(
            Collectors.toMap(
                Function.identity(), role -> ofKind.applyAsInt(live.line().kind(role))));
  }

  /** Lines of one database share a source: one of them kills it. */
  private static Stream<String> killed(LiveLine live, List<LiveLine> lines) {
    boolean leavesSource = live.line().origin() == Origin.POSTGRES && live != lines.getFirst();
    return live.line().roles().stream().filter(role -> !leavesSource || !role.equals("source"));
  }

  /** One message of a group a call is slow. */
  private static int shortRows(Line line) {
    return line.sink() == Target.NAKADI ? 4_000 : 800;
  }

  private static String[] kinds(List<LiveLine> lines) {
    return lines.stream()
        .map(LiveLine::line)
        .flatMap(line -> line.roles().stream().map(line::kind))
        .distinct()
        .toArray(String[]::new);
  }
}
