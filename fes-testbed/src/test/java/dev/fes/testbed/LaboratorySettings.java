package dev.fes.testbed;

import java.util.Map;

/** The laboratory's own part of fes.yaml: the proxies' addresses, and the time-outs. */
record LaboratorySettings(Map<Neighbour, FaultyProxy> proxies, TimeOuts timeOuts) {

  private static final String TEXT =
      """
      fes:
        kafka:
          brokers: "127.0.0.1:%d"
          properties: {%s}
        databases:
          "[db.example]": {address: "127.0.0.1:%d", parameters: {%s}}
        nakadi: {base-uri: "%s"%s}
        aws:
          sqs: {endpoint: "%s"%s}
          dynamodb: {endpoint: "%s"%s}
          lambda: {endpoint: "%s"%s}
      """;

  String text() {
    return TEXT.formatted(
        proxies.get(Neighbour.KAFKA).port(),
        timeOuts.kafka(),
        proxies.get(Neighbour.POSTGRES).port(),
        timeOuts.postgres(),
        proxies.get(Neighbour.NAKADI).uri(),
        timeOuts.nakadi(),
        proxies.get(Neighbour.SQS).uri(),
        timeOuts.aws(),
        proxies.get(Neighbour.DYNAMODB).uri(),
        timeOuts.aws(),
        proxies.get(Neighbour.LAMBDA).uri(),
        timeOuts.aws());
  }
}
