package dev.fes.bench;

import dev.fes.testbed.DynamoDbServer;
import dev.fes.testbed.Testbed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Items of a DynamoDB table, each an own key, through a function that takes its time. */
record ItemsByLambda(Scale scale) implements Workload {

  private static final int AT_ONCE = 25;
  private static final String KEY = "id";
  private static final String MANIFEST =
      """
      apiVersion: zalando.org/v1
      kind: FabricEventStream
      metadata:
        name: bench
        annotations:
          fes.zalando.org/composition: %s
      spec:
        applicationId: bench
        eventStreams:
          - source:
              type: DynamoDbStreamsSubscription
              subscription:
                leaseTableName: %s_leases
                streamArn: "%s"
            flow:
              type: AwsLambdaConversion
              lambdaFunctionArn: "%s"
            sink:
              type: SqsFifo
              queueName: %s
      """;

  @Override
  public Map<String, Double> run(House house, Entrant entrant, String name) {
    if (!(entrant instanceof Fes fes)) {
      throw new IllegalArgumentException(entrant.system() + " does not read DynamoDB");
    }
    Testbed testbed = house.testbed();
    String stream = testbed.dynamoDb().createTable(name, KEY);
    testbed.lambda().register(name, Scale.LAMBDA_ANSWER, change -> change);
    try (Target target = fes.openTarget(house, name)) {
      String manifest =
          MANIFEST.formatted(
              house.composition(), name, stream, testbed.lambda().arn(name), target.name());
      try (Entrant.Running running =
          Installed.start(house, fes.settings(house, target), Map.of("bench", manifest))) {
        put(testbed.dynamoDb(), name, 0, scale.warmUp() / 10);
        target.await(scale.warmUp() / 10, Scale.PATIENCE);
        return measure(running.processes(), testbed.dynamoDb(), name, target);
      }
    }
  }

  private Map<String, Double> measure(
      Processes processes, DynamoDbServer dynamoDb, String table, Target target) {
    int before = scale.warmUp() / 10;
    processes.freeze();
    put(dynamoDb, table, before, Scale.ITEMS);
    Map<String, Double> spent = processes.cpuSecondsByName();
    long start = System.nanoTime();
    processes.thaw();
    target.await((long) before + Scale.ITEMS, Scale.PATIENCE);
    return Backlog.figures(processes, spent, start, Scale.ITEMS);
  }

  private static void put(DynamoDbServer dynamoDb, String table, int from, int count) {
    for (int first = from; first < from + count; first += AT_ONCE) {
      List<WriteRequest> items = new ArrayList<>();
      for (int item = first; item < Math.min(first + AT_ONCE, from + count); item++) {
        Map<String, AttributeValue> written =
            Map.of(
                KEY,
                AttributeValue.fromS("item-" + item),
                "payload",
                AttributeValue.fromS(Payloads.of(item)));
        items.add(WriteRequest.builder().putRequest(put -> put.item(written)).build());
      }
      dynamoDb.client().batchWriteItem(write -> write.requestItems(Map.of(table, items)));
    }
  }
}
