package dev.fes.controller.plan;

import java.util.List;
import java.util.stream.Stream;

/** The stage applications there are, by the module that builds each. */
public enum App {
  POSTGRES_SOURCE("fes-source-postgres"),
  DYNAMODB_SOURCE("fes-source-dynamodb"),
  FLOW_FUNCTIONS("fes-flow-functions"),
  NAKADI_SINK("fes-sink-nakadi"),
  SQS_SINK("fes-sink-sqs");

  private final String module;

  App(String module) {
    this.module = module;
  }

  public String module() {
    return module;
  }

  static List<String> modules() {
    return Stream.of(values()).map(App::module).toList();
  }

  /** Whether it talks to AWS, and so needs its credentials. */
  public boolean usesAws() {
    return switch (this) {
      case DYNAMODB_SOURCE, FLOW_FUNCTIONS, SQS_SINK -> true;
      case POSTGRES_SOURCE, NAKADI_SINK -> false;
    };
  }
}
