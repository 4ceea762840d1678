package dev.fes.testbed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes rows into one line and kills its stages, at seeded moments: inside of a transaction, while
 * some rows have arrived and others have not.
 *
 * @param times how often each role is killed
 * @param rows all that are written
 */
record Kills(LiveLine live, Map<String, Integer> times, int rows, Random random) {

  /** One row in so many is bad, where the line can have bad ones. */
  private static final int BAD_ONE_IN = 20;

  /** What was done to a line. */
  record Account(
      LiveLine live,
      int before,
      int lettersBefore,
      int sent,
      BadRows bad,
      Map<String, Integer> kills) {}

  Account carryOut() {
    List<String> roles = new ArrayList<>();
    times.forEach((role, count) -> roles.addAll(Collections.nCopies(count, role)));
    Collections.shuffle(roles, random);
    int first = live.writer().written();
    int letters = live.distinctLetters();
    BadRows bad = bad(first);
    Map<String, Integer> kills = new TreeMap<>();
    int part = rows / (roles.size() + 1);
    for (String role : roles) {
      kill(role, part, bad);
      kills.merge(live.line().kind(role), 1, Integer::sum);
    }
    live.writer().write(first + rows - live.writer().written(), bad, random);
    return new Account(live, first, letters, rows, bad, kills);
  }

  private void kill(String role, int part, BadRows bad) {
    long copies = live.copies();
    long enough = copies + 1 + random.nextInt(part / 4);
    int last = live.writer().written() + part;
    live.writer().write(part / 2, bad, random);
    live.writer()
        .write(
            part / 4,
            bad,
            () -> {
              live.awaitMoreThan(enough - 1);
              live.view().kill(role);
            });
    live.writer().write(last - live.writer().written(), bad, random);
  }

  private BadRows bad(int first) {
    Set<Integer> bad = new HashSet<>();
    for (int row = first + 1; canHaveBadRows() && row <= first + rows; row++) {
      if (random.nextInt(BAD_ONE_IN) == 0) {
        bad.add(row);
      }
    }
    return new BadRows(bad, BadRows.Place.FLOW);
  }

  /** Its recovery lets them pass, and its flow finds them: each item is a good one to its flow. */
  private boolean canHaveBadRows() {
    return live.line().recovery() != Line.Mercy.NONE
        && live.line().flow() != Line.Conversion.GENERIC_OF_ITEM;
  }
}
