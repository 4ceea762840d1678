package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.FaultyProxy.Mode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Some neighbours are away at once, each in its own way, while rows are written.
 *
 * @param lasts how long, from when all of it is told
 */
record Outage(
    Laboratory laboratory, List<LiveLine> lines, Map<Neighbour, Mode> modes, Duration lasts) {

  private static final int ROWS = 60;
  private static final Duration BEAT = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** No process ends, the trouble is told while it lasts, and all arrives afterwards in order. */
  void carryOut(Random random) {
    Set<Long> pids = laboratory.pids();
    Map<LiveLine, Integer> before = new HashMap<>();
    lines.forEach(live -> before.put(live, live.writer().written()));
    try {
      write(random);
      List.of("sink", "flow", "source").forEach(role -> begin(role, random));
      await()
          .pollInterval(BEAT)
          .during(lasts)
          .atMost(lasts.plus(PATIENCE))
          .untilAsserted(() -> modes.keySet().forEach(this::checkTold));
      write(random);
    } finally {
      modes.keySet().forEach(neighbour -> laboratory.proxy(neighbour).mode(Mode.PASS));
    }
    SideBySide.each(lines, live -> checkArrived(live, before.get(live)));
    laboratory.awaitRunning();
    lines.forEach(LiveLine::awaitDrained);
    assertThat(laboratory.pids()).as("no process has ended").isEqualTo(pids);
  }

  /** Those at the end of the lines first, or nothing would come to them any more. */
  private void begin(String role, Random random) {
    List<Neighbour> here =
        modes.keySet().stream().filter(neighbour -> neighbour.role.equals(role)).toList();
    here.forEach(neighbour -> laboratory.proxy(neighbour).mode(modes.get(neighbour)));
    if (!here.isEmpty()) {
      write(random);
      here.forEach(
          neighbour ->
              await()
                  .pollInterval(BEAT)
                  .atMost(PATIENCE)
                  .untilAsserted(() -> checkTold(neighbour)));
    }
  }

  private void checkTold(Neighbour neighbour) {
    for (LiveLine live : lines) {
      if (neighbour.isBeside(live.line())) {
        assertThat(live.view().described(neighbour.role))
            .as("%s, %s is %s", live.line().name(), neighbour, modes.get(neighbour))
            .startsWith("Retrying: ")
            .containsPattern(neighbour.words);
        assertThat(live.view().described()).startsWith("Retrying: ");
      }
    }
  }

  private void write(Random random) {
    lines.forEach(live -> live.writer().write(ROWS, BadRows.NONE, random));
  }

  private static void checkArrived(LiveLine live, int before) {
    int written = live.writer().written();
    live.awaitArrived(before, written - before);
    new Passage(live, before)
        .checkArrived(IntStream.rangeClosed(before + 1, written).boxed().toList());
  }
}
