package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.testbed.Line.Origin;
import dev.fes.testbed.Line.Target;
import dev.fes.testbed.SharedLaboratory.Bench;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
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
  private static final int ROWS_A_KILL = 400;

  @Test
  void nothingIsLostThoughStagesOfEachKindAreKilled(Bench bench) {
    Ledger ledger =
        carryOut(bench.lines(), "crash matrix, short", _ -> 1, CrashMatrixIT::shortRows);
    assertThat(ledger.kills()).containsOnlyKeys(kinds(bench.lines()));
  }

  @Test
  @Tag("full")
  void nothingIsLostThoughStagesOfEachKindAreKilledTwentyTimes() {
    try (Laboratory laboratory = Laboratory.open(TimeOuts.of(Duration.ofSeconds(10)))) {
      List<LiveLine> lines = laboratory.open("crash", Lines.many());
      Ledger ledger =
          carryOut(
              lines,
              "crash matrix, full",
              _ -> MANY,
              line -> (MANY * line.roles().size() + 1) * ROWS_A_KILL);
      assertThat(ledger.kills().values()).allMatch(kills -> kills >= MANY);
      assertThat(ledger.kills()).containsOnlyKeys(kinds(lines));
    }
  }

  private static Ledger carryOut(
      List<LiveLine> lines, String title, ToIntFunction<String> times, ToIntFunction<Line> rows) {
    Seed seed = Seed.of(title);
    List<Kills> plan =
        lines.stream()
            .map(
                live ->
                    new Kills(
                        live,
                        times(live, lines, times),
                        rows.applyAsInt(live.line()),
                        seed.random(live.line().name())))
            .toList();
    Ledger ledger = new Ledger(SideBySide.all(plan, Kills::carryOut));
    ledger.settle();
    System.out.print(ledger.table(title));
    ledger.check();
    return ledger;
  }

  /** Lines of one database share a source: one of them kills it. */
  private static Map<String, Integer> times(
      LiveLine live, List<LiveLine> lines, ToIntFunction<String> times) {
    Map<String, Integer> result = new HashMap<>();
    live.line().roles().forEach(role -> result.put(role, times.applyAsInt(role)));
    if (live.line().origin() == Origin.POSTGRES && live != lines.getFirst()) {
      result.remove("source");
    }
    return result;
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
