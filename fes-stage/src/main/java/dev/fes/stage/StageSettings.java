package dev.fes.stage;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who this stage is and how it treats its events.
 *
 * @param name the stage's place in the stream: source, flow, sink or dead-letter
 * @param applicationId the application whose events these are
 * @param namespace the resource's namespace
 * @param resource the resource's name
 * @param stream the event stream's name, or the reader's for a source that several event streams
 *     share
 * @param recovery what happens to a bad event
 * @param ordering whether the whole event stream is in order, or each key of it
 */
@ConfigurationProperties("fes.stage")
public record StageSettings(
    String applicationId,
    String namespace,
    String resource,
    String stream,
    String name,
    RecoveryType recovery,
    Ordering ordering) {

  /** The treatment of a bad event, as {@link dev.fes.api.Recovery} names it. */
  public enum RecoveryType {
    NONE,
    IGNORE,
    DEAD_LETTER
  }

  /** How far order reaches. */
  public enum Ordering {
    TOTAL,
    PER_KEY
  }

  public StageSettings {
    applicationId = applicationId == null ? "local" : applicationId;
    namespace = namespace == null ? "default" : namespace;
    resource = resource == null ? applicationId : resource;
    stream = stream == null ? resource : stream;
    name = name == null ? "stage" : name;
    recovery = recovery == null ? RecoveryType.NONE : recovery;
    ordering = ordering == null ? Ordering.TOTAL : ordering;
  }

  /** The event stream's name where streams of several resources meet. */
  public String qualifiedStream() {
    return namespace + "/" + resource + "/" + stream;
  }
}
