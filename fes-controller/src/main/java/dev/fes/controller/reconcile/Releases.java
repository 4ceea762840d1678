package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Release;
import dev.fes.controller.deploy.Release.Progress;
import dev.fes.controller.plan.Config;
import dev.fes.controller.plan.Leaving;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.reconcile.Desired.Skips;
import dev.fes.controller.reconcile.ResourceLoop.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases the readers of the sources that left a resource: the slots and publications that FES
 * made go. Each has its time, and none keeps the resource for ever.
 */
final class Releases {

  private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

  private final ResourceKey key;
  private final Tools tools;
  private final Map<String, Instant> since = new HashMap<>();
  private final List<String> remains = new ArrayList<>();
  private @Nullable String words;

  Releases(Plan running, Tools tools) {
    this.key = running.key();
    this.tools = tools;
    running.leaving().stream()
        .filter(Leaving::releasing)
        .forEach(leaving -> tools.releaseClaims().goOn(key, leaving.reader()));
  }

  /** What is under way; null if nothing is. */
  @Nullable String words() {
    return words;
  }

  /** What may be left at a source, and how to take it away by hand; empty if nothing is. */
  String remains() {
    return String.join("; ", remains);
  }

  void forgetRemains() {
    remains.clear();
  }

  /**
   * One step for some of those that leave; answers the plan without those that are done with. What
   * begins and what ends is remembered first, for after it another resource may read there.
   */
  Plan step(Plan running, List<Leaving> due, Skips skips) {
    words = null;
    Plan next = running;
    for (Leaving leaving : due) {
      next =
          leaving.releasing() || mayBegin(leaving, skips)
              ? step(next, leaving, skips)
              : without(next, leaving);
    }
    return next;
  }

  /** Where nothing can run any more, nothing is released; what is under way is over. */
  void abandon(List<Leaving> due) {
    for (Leaving leaving : due) {
      if (Release.known(leaving.source()) == null) {
        LOG.warn("{}: nothing can run there, so {} may remain", key, made(leaving.source()));
      }
      if (leaving.releasing()) {
        tools.releaseClaims().end(key, leaving.reader());
      }
    }
  }

  private Plan step(Plan running, Leaving leaving, Skips skips) {
    Plan next = running;
    if (!leaving.releasing()) {
      next = with(without(running, leaving), leaving.begun());
      tools.memory().remember(next);
    }
    if (!isOver(leaving.source(), skips)) {
      return next;
    }
    next = without(next, leaving);
    tools.memory().remember(next);
    since.remove(leaving.source().name());
    tools.releaseClaims().end(key, leaving.reader());
    return next;
  }

  private boolean mayBegin(Leaving leaving, Skips skips) {
    if (skips.cleanup()) {
      LOG.info("{}: left at the source, as the annotation says: {}", key, made(leaving.source()));
      return false;
    }
    boolean begins = tools.releaseClaims().begin(key, leaving.reader());
    if (!begins) {
      LOG.info(
          "{}: another resource reads on in place of {}, so all stays at the source",
          key,
          leaving.source().name());
    }
    return begins;
  }

  private boolean isOver(Stage source, Skips skips) {
    Release release = ask(source);
    if (release.progress() == Progress.DONE) {
      LOG.info("{}: {}", key, release.words());
      return true;
    }
    if (skips.cleanup() || isLate(source)) {
      String left = made(source) + " may remain (" + release.words() + ")";
      LOG.warn("{}: {}", key, left);
      remains.add(left);
      return true;
    }
    words = release.words();
    return false;
  }

  private Release ask(Stage source) {
    try {
      return tools.deployer().release(key, source);
    } catch (RuntimeException e) {
      return new Release(Progress.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private boolean isLate(Stage source) {
    Instant now = tools.clock().instant();
    Instant began = since.computeIfAbsent(source.name(), _ -> now);
    return Duration.between(began, now).compareTo(tools.limits().release()) > 0;
  }

  /** What there may be, and how a person takes it away. */
  private static String made(Stage source) {
    Config config = source.config();
    String slot = config.text("fes.source.slot-name");
    String publication = config.text("fes.source.publication-name");
    return "slot %s and publication %s of %s; by hand, where FES made them: SELECT pg_drop_replication_slot('%s'); DROP PUBLICATION \"%s\""
        .formatted(slot, publication, config.text("fes.source.jdbc-url"), slot, publication);
  }

  private static Plan without(Plan plan, Leaving leaving) {
    return plan.withLeaving(
        plan.leaving().stream().filter(other -> !other.isOf(leaving.source())).toList());
  }

  private static Plan with(Plan plan, Leaving leaving) {
    List<Leaving> all = new ArrayList<>(plan.leaving());
    all.add(leaving);
    return plan.withLeaving(all);
  }
}
