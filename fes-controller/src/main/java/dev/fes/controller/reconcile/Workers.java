package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.reconcile.ResourceLoop.Wanted;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A loop per resource and a thread for each. */
final class Workers implements AutoCloseable {

  private final ResourceLoop.Tools tools;
  private final Pace pace;
  private final Turns turns;
  private final Consumer<ResourceKey> gone;
  private final Map<ResourceKey, Worker> workers = new ConcurrentHashMap<>();
  private final Map<ResourceKey, Plan> before = new ConcurrentHashMap<>();

  /**
   * @param gone told when nothing is left of a resource
   */
  Workers(ResourceLoop.Tools tools, Pace pace, Turns turns, Consumer<ResourceKey> gone) {
    this.tools = tools;
    this.pace = pace;
    this.turns = turns;
    this.gone = gone;
  }

  /** What ran before this process did. */
  void recall(Collection<Plan> plans) {
    plans.forEach(plan -> before.put(plan.key(), plan));
  }

  Set<ResourceKey> recalled() {
    return Set.copyOf(before.keySet());
  }

  void want(ResourceKey key, Wanted wanted) {
    workers.compute(
        key, (_, worker) -> worker == null ? new Worker(key, wanted) : worker.want(wanted));
  }

  Set<ResourceKey> keys() {
    return workers.keySet();
  }

  List<ResourceLoop> loops() {
    return workers.values().stream().map(worker -> worker.loop).toList();
  }

  Optional<ResourceLoop> loop(ResourceKey key) {
    return Optional.ofNullable(workers.get(key)).map(worker -> worker.loop);
  }

  /** Lets a resource be looked at now. */
  void wake(ResourceKey key) {
    Worker worker = workers.get(key);
    if (worker != null) {
      worker.wake.release();
    }
  }

  /** What runs, and what ran before until it is taken up. */
  Set<Plan> atWork() {
    return Stream.concat(
            before.values().stream(),
            workers.values().stream().map(worker -> worker.loop.claimed()))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    workers.values().forEach(Worker::stop);
    workers.values().forEach(Worker::join);
  }

  private final class Worker {

    private final ResourceLoop loop;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    Worker(ResourceKey key, Wanted wanted) {
      Plan running = before.remove(key);
      this.loop =
          new ResourceLoop(running == null ? Transition.nothing(key) : running, wanted, tools);
      this.thread = Thread.ofVirtual().name(key.toString()).start(() -> run(key));
    }

    Worker want(Wanted wanted) {
      if (!wanted.equals(loop.wanted())) {
        loop.want(wanted);
        wake.release();
      }
      return this;
    }

    void stop() {
      stopped = true;
      wake.release();
    }

    void join() {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void run(ResourceKey key) {
      try {
        Duration rest = pace.soon();
        while (!stopped && !loop.isGone()) {
          boolean changed = turns.step(loop);
          rest = pace.next(rest, waits(rest) || changed);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      if (loop.isGone()) {
        workers.computeIfPresent(key, (_, _) -> successor(key));
        if (!stopped) {
          gone.accept(key);
        }
      }
    }

    /** Rests, a little more or less so that not all are awake at once; whether it was woken. */
    private boolean waits(Duration rest) throws InterruptedException {
      if (loop.isGone()) {
        return true;
      }
      double some = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
      boolean woken = wake.tryAcquire((long) (rest.toMillis() * some), TimeUnit.MILLISECONDS);
      wake.drainPermits();
      return woken;
    }

    /** A resource that came back in the moment it was gone. */
    private @Nullable Worker successor(ResourceKey key) {
      Wanted wanted = loop.wanted();
      return stopped || wanted.isGone() ? null : new Worker(key, wanted);
    }
  }
}
