package dev.fes.testbed;

import dev.fes.testbed.Kills.Account;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What was sent into lines, what has come out, and what was killed meanwhile. */
record Ledger(List<Account> accounts) {

  private static final String ROW = "%-16s %9s %9s %11s %9s %9s  %s%n";

  /** Waits until all of it has arrived and nothing is under way any more. */
  void settle() {
    SideBySide.each(accounts, Ledger::settle);
  }

  private static void settle(Account account) {
    LiveLine live = account.live();
    int bad = account.bad().rows().size();
    live.awaitArrived(account.before(), account.sent() - bad);
    if (live.letters() != null) {
      live.awaitLetters(account.lettersBefore() + bad);
    }
    live.awaitDrained();
  }

  /** Kills by kind of stage. */
  Map<String, Integer> kills() {
    Map<String, Integer> kills = new TreeMap<>();
    accounts.forEach(
        account ->
            account.kills().forEach((kind, times) -> kills.merge(kind, times, Integer::sum)));
    return kills;
  }

  void check() {
    accounts.forEach(Ledger::check);
  }

  private static void check(Account account) {
    LiveLine live = account.live();
    Passage passage = new Passage(live, account.before());
    passage.checkArrived(
        IntStream.rangeClosed(account.before() + 1, account.before() + account.sent())
            .filter(row -> !account.bad().rows().contains(row))
            .boxed()
            .toList());
    if (live.letters() != null) {
      passage.checkLetters(account.bad().rows().stream().sorted().toList());
    }
  }

  String table(String title) {
    StringBuilder table =
        new StringBuilder(title + System.lineSeparator())
            .append(
                ROW.formatted("line", "sent", "arrived", "duplicates", "bad", "letters", "killed"));
    for (Account account : accounts) {
      List<Arrival> arrived = new Passage(account.live(), account.before()).arrived();
      Set<Integer> rows = new HashSet<>();
      arrived.forEach(arrival -> rows.add(arrival.row()));
      table.append(
          ROW.formatted(
              account.live().line().name(),
              account.sent(),
              rows.size(),
              arrived.size() - rows.size(),
              account.bad().rows().size(),
              account.live().letterList().size() - account.lettersBefore(),
              account.kills()));
    }
    return table.append("kills: ").append(kills()).append(System.lineSeparator()).toString();
  }
}
