package dev.fes.controller.kubernetes;

import dev.fes.controller.reconcile.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several controllers leads, by a Lease. One that loses it stops at once, and its process
 * with it: two must never look after the same resources.
 */
final class Election implements Leadership, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Election.class);
  private static final String LEASE = "fes-controller";
  private static final Duration LEASE_TIME = Duration.ofSeconds(15);
  private static final Duration RENEW = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final Seat seat;
  private final Term term;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean held;
  private volatile boolean closing;
  private volatile @Nullable String leader;
  private @Nullable CompletableFuture<?> running;

  /**
   * Who stands for election, and where.
   *
   * @param name of the pod
   */
  record Seat(String namespace, String name) {}

  /** What comes with the lease, and goes. */
  interface Term {

    void standBy();

    void begin();

    /** Ends in good order. */
    void end();

    /** Somebody else may lead already: nothing more may be done. */
    void lose();
  }

  Election(KubernetesClient client, Seat seat, Term term) {
    this.client = client;
    this.seat = seat;
    this.term = term;
  }

  void start() {
    term.standBy();
    running =
        client
            .leaderElector()
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(LEASE)
                    .withLock(new LeaseLock(seat.namespace(), LEASE, seat.name()))
                    .withLeaseDuration(LEASE_TIME)
                    .withRenewDeadline(RENEW)
                    .withRetryPeriod(RETRY)
                    .withReleaseOnCancel(true)
                    .withLeaderCallbacks(new LeaderCallbacks(this::begin, this::end, this::see))
                    .build())
            .build()
            .start();
  }

  @Override
  public boolean isHeld() {
    return held;
  }

  @Override
  public Optional<String> leader() {
    return Optional.ofNullable(leader);
  }

  /** Gives the lease back when all is done, so that another need not wait for its end. */
  @Override
  public void close() {
    closing = true;
    term.end();
    CompletableFuture<?> election = running;
    if (election != null) {
      election.cancel(true);
    }
    threads.close();
  }

  private void begin() {
    LOG.info("{} leads", seat.name());
    held = true;
    threads.execute(term::begin);
  }

  private void end() {
    if (!closing && held) {
      LOG.error("{} has lost the lease {}: another may lead now; ending", seat.name(), LEASE);
      term.lose();
    }
  }

  private void see(@Nullable String name) {
    leader = name;
    if (name != null && !name.equals(seat.name())) {
      LOG.info("{} leads; this one stands by", name);
    }
  }
}
