package dev.fes.source.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A server with one table, two transactions and a backfill of one chunk, in every order in which
 * their steps may come. A transaction writes (and locks what it writes), commits (and is in the log
 * from then on), and is seen by others some time later, when its locks are gone.
 */
final class WindowModel {

  /** What one transaction does to rows a and b. */
  enum Act {
    UPDATE_A,
    DELETE_A,
    PUT_A,
    PUT_B,
    MOVE_A_TO_B
  }

  /** What is in the log: a change of a row, or a mark of the backfill. */
  sealed interface Item {

    record Changed(
        int transaction, int id, @Nullable String before, @Nullable String after, String value)
        implements Item {}

    record FirstMark() implements Item {}

    record ChunkMark(Visibility snapshot, Map<String, String> rows) implements Item {}
  }

  /** Gets the log of one course of events, and what the table holds in the end. */
  interface Course {
    void over(List<Item> log, Map<String, String> table);
  }

  private static final int BACKFILL = 2;
  private static final int WRITTEN = 1;
  private static final int COMMITTED = 2;
  private static final int SEEN = 3;
  private static final int ALL_READ = 5;

  private final List<Act> acts;
  private final boolean waitsForWriters;
  private final Course course;

  WindowModel(List<Act> acts, boolean waitsForWriters, Course course) {
    this.acts = acts;
    this.waitsForWriters = waitsForWriters;
    this.course = course;
  }

  void run() {
    step(new State());
  }

  private void step(State now) {
    boolean over = true;
    for (int actor = 0; actor <= BACKFILL; actor++) {
      if (now.steps[actor] < (actor == BACKFILL ? ALL_READ : SEEN)) {
        over = false;
        State next = now.copy();
        if (actor == BACKFILL ? backfill(next) : transaction(next, actor)) {
          step(next);
        }
      }
    }
    if (over) {
      course.over(now.log, now.versions(Set.of(-1, 0, 1)));
    }
  }

  private boolean transaction(State state, int actor) {
    state.steps[actor]++;
    switch (state.steps[actor]) {
      case WRITTEN -> {
        return state.write(actor, acts.get(actor));
      }
      case COMMITTED -> {
        state.changes.stream()
            .filter(change -> change.transaction() == actor)
            .forEach(state.log::add);
        return true;
      }
      default -> {
        return true;
      }
    }
  }

  private boolean backfill(State state) {
    state.steps[BACKFILL]++;
    switch (state.steps[BACKFILL]) {
      case 1 -> state.log.add(new Item.FirstMark());
      case 2 -> state.writers = waitsForWriters ? state.unseenWriters() : Set.of();
      case 3 -> {
        return state.writers.stream().allMatch(writer -> state.steps[writer] == SEEN);
      }
      case 4 -> state.chunk = new Item.ChunkMark(state.visibility(), state.versions(state.seen()));
      default -> state.log.add(state.chunk);
    }
    return true;
  }

  /** One moment. */
  private static final class State {
    private final int[] steps = new int[BACKFILL + 1];
    private final List<Item> log = new ArrayList<>();
    private final List<Item.Changed> changes = new ArrayList<>();
    private final List<Integer> started = new ArrayList<>();
    private Set<Integer> writers = Set.of();
    private Item.@Nullable ChunkMark chunk;

    private State copy() {
      State copy = new State();
      System.arraycopy(steps, 0, copy.steps, 0, steps.length);
      copy.log.addAll(log);
      copy.changes.addAll(changes);
      copy.started.addAll(started);
      copy.writers = writers;
      copy.chunk = chunk;
      return copy;
    }

    /** False if it has to wait for the other's lock. */
    private boolean write(int actor, Act act) {
      Set<Integer> others = new HashSet<>(unseenWriters());
      others.remove(actor);
      if (!others.isEmpty() && touches(act, others)) {
        return false;
      }
      Map<String, String> table = versions(Set.of(-1, 0, 1));
      String value = "of " + actor;
      started.add(actor);
      switch (act) {
        case UPDATE_A -> change(table.containsKey("a"), actor, null, "a", value);
        case DELETE_A -> change(table.containsKey("a"), actor, "a", null, value);
        case PUT_A -> change(true, actor, null, "a", value);
        case PUT_B -> change(true, actor, null, "b", value);
        case MOVE_A_TO_B ->
            change(table.containsKey("a") && !table.containsKey("b"), actor, "a", "b", value);
      }
      return true;
    }

    private void change(
        boolean happens, int actor, @Nullable String before, @Nullable String after, String value) {
      if (happens) {
        changes.add(new Item.Changed(actor, idOf(actor), before, after, value));
      }
    }

    private boolean touches(Act act, Set<Integer> others) {
      Set<String> rows =
          switch (act) {
            case UPDATE_A, DELETE_A, PUT_A -> Set.of("a");
            case PUT_B -> Set.of("b");
            case MOVE_A_TO_B -> Set.of("a", "b");
          };
      return changes.stream()
          .filter(change -> others.contains(change.transaction()))
          .anyMatch(
              change ->
                  change.before() != null && rows.contains(change.before())
                      || change.after() != null && rows.contains(change.after()));
    }

    private Set<Integer> unseenWriters() {
      Set<Integer> unseen = new HashSet<>();
      for (int actor = 0; actor < BACKFILL; actor++) {
        if (steps[actor] >= WRITTEN && steps[actor] < SEEN) {
          unseen.add(actor);
        }
      }
      return unseen;
    }

    private Set<Integer> seen() {
      Set<Integer> seen = new HashSet<>(Set.of(-1));
      for (int actor = 0; actor < BACKFILL; actor++) {
        if (steps[actor] == SEEN) {
          seen.add(actor);
        }
      }
      return seen;
    }

    /** Ids are given in the order of the first writes; those of the past are below 100. */
    private Visibility visibility() {
      int next = 100;
      for (int actor : started) {
        next = seen().contains(actor) ? Math.max(next, idOf(actor) + 1) : next;
      }
      Set<Integer> running = new HashSet<>();
      for (int actor : started) {
        if (!seen().contains(actor) && idOf(actor) < next) {
          running.add(idOf(actor));
        }
      }
      return new Visibility(next, running);
    }

    private int idOf(int actor) {
      return 100 + started.indexOf(actor);
    }

    /** The rows as those see them who see these transactions; -1 is what was there before. */
    private Map<String, String> versions(Set<Integer> transactions) {
      Map<String, String> rows = new TreeMap<>(Map.of("a", "of before"));
      for (Item.Changed change : changes) {
        if (transactions.contains(change.transaction())) {
          if (change.before() != null) {
            rows.remove(change.before());
          }
          if (change.after() != null) {
            rows.put(change.after(), change.value());
          }
        }
      }
      return rows;
    }
  }
}
