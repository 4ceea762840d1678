package dev.fes.testbed;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * A testbed for others than this machine: each part has a door at its usual port, on all addresses,
 * and Kafka tells its clients to come back by the name under which they find it.
 */
public final class OpenHouse implements AutoCloseable {

  private static final int POSTGRES = 5432;
  private static final int KAFKA = 9092;
  private static final int SQS = 9324;
  private static final int DYNAMODB = 8000;
  private static final int LAMBDA = 9001;
  private static final int NAKADI = 8080;

  private final Testbed testbed;
  private final KafkaBroker kafka;
  private final List<FaultyProxy> doors = new ArrayList<>();

  private OpenHouse(Testbed testbed, KafkaBroker kafka) {
    this.testbed = testbed;
    this.kafka = kafka;
  }

  /**
   * Starts the parts; they are reached once the doors are open.
   *
   * @param name the host by which clients find this machine
   */
  public static OpenHouse of(String name) {
    Testbed testbed = Testbed.start(EnumSet.complementOf(EnumSet.of(Part.KAFKA)));
    try {
      return new OpenHouse(
          testbed, KafkaBroker.open(KafkaPorts.behind(new KafkaPorts.Address(name, KAFKA))));
    } catch (RuntimeException e) {
      testbed.close();
      throw e;
    }
  }

  /** What is in it, as the house itself sees it; its broker is another one. */
  public Testbed testbed() {
    return testbed;
  }

  /** Nakadi's is the last: who finds it open finds all. */
  public void openDoors() {
    doors.add(FaultyProxy.door(POSTGRES, testbed.postgres().port()));
    doors.add(FaultyProxy.door(KAFKA, kafka.portBehindProxy()));
    doors.add(FaultyProxy.door(SQS, testbed.sqs().endpoint().getPort()));
    doors.add(FaultyProxy.door(DYNAMODB, testbed.dynamoDb().endpoint().getPort()));
    doors.add(FaultyProxy.door(LAMBDA, testbed.lambda().endpoint().getPort()));
    doors.add(FaultyProxy.door(NAKADI, testbed.nakadi().baseUri().getPort()));
  }

  @Override
  public void close() {
    doors.forEach(FaultyProxy::close);
    try (testbed) {
      kafka.close();
    }
  }
}
