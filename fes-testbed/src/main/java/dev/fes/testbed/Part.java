package dev.fes.testbed;

import java.util.function.Supplier;

/** What a testbed can start. */
public enum Part {
  POSTGRES(PostgresServer::open),
  KAFKA(KafkaBroker::open),
  SQS(SqsServer::open),
  DYNAMODB(DynamoDbServer::open),
  NAKADI(NakadiServer::open),
  LAMBDA(LambdaServer::open);

  private final Supplier<AutoCloseable> opener;

  Part(Supplier<AutoCloseable> opener) {
    this.opener = opener;
  }

  AutoCloseable open() {
    return opener.get();
  }
}
