package dev.fes.controller.reconcile;

import dev.fes.controller.deploy.StageReport.Quantiles;
import dev.fes.controller.deploy.StageReport.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person who looks at one event stream wants to know beside its status. It moves with every
 * look, so none of it is part of a resource's status.
 *
 * @param stages in the order of the status
 * @param topics in the order records pass
 * @param errors that its stages met, the latest first
 * @param changes of its state, the latest first
 */
public record StreamDetail(
    Vitals vitals,
    List<StageDetail> stages,
    List<TopicDetail> topics,
    List<StageError> errors,
    List<History.Entry> changes) {

  public StreamDetail {
    stages = List.copyOf(stages);
    topics = List.copyOf(topics);
    errors = List.copyOf(errors);
    changes = List.copyOf(changes);
  }

  /**
   * The stream as a whole.
   *
   * @param perSecond events that arrived at the target, over the last minute
   * @param latency from commit to the target's acknowledgement, over five minutes
   * @param retries of all its stages since their start
   * @param silent stages that should answer and do not; figures of theirs are those of before
   */
  public record Vitals(
      @Nullable Double perSecond,
      @Nullable Quantiles latency,
      long retries,
      Letters deadLetters,
      List<Silent> silent) {

    public Vitals {
      silent = List.copyOf(silent);
    }
  }

  /**
   * A stage that does not answer.
   *
   * @param heard when it last did; null if never since this controller looks
   */
  public record Silent(String stage, @Nullable Instant heard) {}

  /**
   * What is in the topic of dead letters; null where there is none, or where Kafka does not tell.
   *
   * @param waiting yet to be sent to the recovery sink
   * @param kept in the topic, sent or not
   */
  public record Letters(@Nullable Long waiting, @Nullable Long kept) {}

  /**
   * One stage: what it passed on, and what it was told.
   *
   * @param heard when it last answered, which is when the figures were true
   * @param settings without secrets
   */
  public record StageDetail(
      String name,
      String role,
      @Nullable Instant heard,
      @Nullable Traffic traffic,
      Map<String, Object> settings) {}

  /**
   * @param latency from commit until this stage had passed the event on
   * @param work of one batch in this stage
   */
  public record Traffic(
      double perSecond,
      @Nullable Quantiles latency,
      @Nullable Quantiles work,
      long published,
      long retries) {}

  /**
   * One topic between stages.
   *
   * @param reader the role of the stage that reads it
   * @param records in it, read or not; null where Kafka does not tell
   */
  public record TopicDetail(
      String name, String reader, @Nullable Long records, @Nullable Long unread) {}

  /** An error, and the role of the stage that met it. */
  public record StageError(String stage, Seen seen) {}
}
