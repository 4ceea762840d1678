package dev.fes.api.event;

/** The names of the headers by which an event, and a dead letter, travels as a Kafka record. */
public final class EventHeaders {

  public static final String ID = "fes-id";
  public static final String POSITION = "fes-position";
  public static final String OPERATION = "fes-op";
  public static final String TABLE = "fes-table";
  public static final String COMMITTED_AT = "fes-committed-at";
  public static final String FAULT = "fes-fault";
  public static final String FAULT_STAGE = "fes-fault-stage";
  public static final String FAULT_ATTEMPTS = "fes-fault-attempts";
  public static final String REPLAY = "fes-replay";
  public static final String REPLAY_ATTEMPTS = "fes-replay-attempts";

  private EventHeaders() {}
}
